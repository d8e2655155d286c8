import { createServer, connect, type Socket } from 'node:net';
import type { Client } from 'pg';

/** The least that telling somebody costs: a bare NOTIFY to one listener, who writes one loopback socket. Answers the
 * milliseconds from the NOTIFY's answer to the bytes' arrival, once a round. */
export async function bareNotify(open: () => Promise<Client>, rounds: number): Promise<number[]> {
  const [speaker, listener] = [await open(), await open()];
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  const accepted = new Promise<Socket>((done) => server.once('connection', done));
  const subscriber = connect(port, '127.0.0.1');
  const socket = await accepted;
  socket.setNoDelay(true);
  const taken: number[] = [];
  try {
    await listener.query('listen bench');
    listener.on('notification', () => socket.write('x'));
    for (let round = 0; round < rounds; round += 1) {
      const arrived = new Promise<number>((done) => subscriber.once('data', () => done(performance.now())));
      await speaker.query('notify bench');
      const answered = performance.now();
      taken.push(Math.max(0, (await arrived) - answered));
    }
  } finally {
    subscriber.destroy();
    socket.destroy();
    server.close();
    await speaker.end();
    await listener.end();
  }
  return taken;
}
