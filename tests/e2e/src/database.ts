import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { isAlive, until } from './processes.ts';

/** The bundled database of a data folder, from outside: what is on the record, and the process behind it. */
export class Database {
  constructor(private readonly folder: string) {}

  /** A connection as the superuser of the data folder. */
  async connect(): Promise<pg.Client> {
    const client = new pg.Client({
      host: join(this.folder, 'run'),
      user: 'postgres',
      database: 'cloudcare',
      password: readFileSync(join(this.folder, 'secrets/postgres-superuser'), 'utf8'),
    });
    await client.connect();
    return client;
  }

  /** Asks as the superuser, past everything the application would hide. */
  async rows<T extends pg.QueryResultRow>(sql: string, ...values: unknown[]): Promise<T[]> {
    const client = await this.connect();
    try {
      return (await client.query<T>(sql, values)).rows;
    } finally {
      await client.end();
    }
  }

  /** The server's process id; undefined while there is none. */
  pid(): number | undefined {
    try {
      const pid = Number.parseInt(readFileSync(join(this.folder, 'database/postmaster.pid'), 'utf8'), 10);
      return isAlive(pid) ? pid : undefined;
    } catch {
      return undefined;
    }
  }

  kill(): void {
    const pid = this.pid();
    if (pid === undefined) throw new Error('the database does not run');
    process.kill(pid, 'SIGKILL');
  }

  /** Ends a server that outlived its killed owner. */
  async end(): Promise<void> {
    const pid = this.pid();
    if (pid === undefined) return;
    process.kill(pid, 'SIGINT');
    await until('the database has ended', () => !isAlive(pid), 40);
  }

  /** The process that owns the data folder. */
  owner(): number {
    return Number.parseInt(readFileSync(join(this.folder, 'owner.lock'), 'utf8'), 10);
  }
}
