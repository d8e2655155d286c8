import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from './database.ts';
import { PROGRAMS } from './desk.ts';
import { freePort } from './ports.ts';
import { Program, until } from './processes.ts';

/** `cloudcare-server serve --demo` over a folder of its own, as its command line promises it. */
export class Server {
  readonly database: Database;

  private constructor(
    private program: Program,
    private readonly folder: string,
    private readonly port: number,
    readonly password: string,
  ) {
    this.database = new Database(join(folder, 'data'));
  }

  get address(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  static start(password: string): Promise<Server> {
    return Server.startIn(Server.folder(), password);
  }

  /** Over a generated hospital of so many patients, always the same one. */
  static generated(password: string, patients: number): Promise<Server> {
    const folder = Server.folder();
    const args = ['demo', '--patients', String(patients), '--seed', '1', '--data-dir', join(folder, 'data')];
    const env = { ...process.env, CLOUDCARE_DEMO_PASSWORD: password };
    execFileSync(join(PROGRAMS, 'cloudcare-server'), args, { env, stdio: ['ignore', 'inherit', 'inherit'] });
    return Server.startIn(folder, password);
  }

  private static folder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'cloudcare-e2e-server-'));
    chmodSync(folder, 0o755);
    return folder;
  }

  private static async startIn(folder: string, password: string): Promise<Server> {
    const port = await freePort();
    const server = new Server(Server.run(folder, port, password), folder, port, password);
    await server.listening();
    return server;
  }

  private static run(folder: string, port: number, password: string): Program {
    const args = ['serve', '--demo', '--listen', `127.0.0.1:${port}`, '--data-dir', join(folder, 'data')];
    const env = { ...process.env, CLOUDCARE_DEMO_PASSWORD: password };
    return Program.start(join(PROGRAMS, 'cloudcare-server'), args, join(folder, 'server.log'), { env });
  }

  private async listening(): Promise<void> {
    await until('the server says where it listens', () => this.said().includes(`listening on ${this.address}`), 60);
  }

  /** Everything it has printed. */
  said(): string {
    return readFileSync(join(this.folder, 'server.log'), 'utf8');
  }

  /** Ends it as a power failure would, its database too. */
  async kill(): Promise<void> {
    this.database.kill();
    await this.program.end('SIGKILL');
  }

  async startAgain(): Promise<void> {
    const before = this.said().length;
    this.program = Server.run(this.folder, this.port, this.password);
    await until('it listens again', () => this.said().slice(before).includes(`listening on ${this.address}`), 60);
  }

  /** Asks it to stop, and waits for it and its database. */
  async stop(): Promise<void> {
    await this.program.end('SIGTERM');
    await this.database.end();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
