import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';

/** Asks until the answer is neither undefined nor false, and says what was waited for if it never is. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
  seconds = 20,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  let lastError: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    if (Date.now() > end) {
      throw new Error(`not so after ${seconds} s: ${what}`, { cause: lastError });
    }
    await pause(50);
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

export function isAlive(pid: number): boolean {
  try {
    // A killed process whose status nobody has fetched yet has ended all the same.
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}

/** One process of ours with its own group, its words going to a file. */
export class Program {
  readonly child: ChildProcess;

  private constructor(
    child: ChildProcess,
    readonly log: string,
  ) {
    this.child = child;
  }

  static start(command: string, args: readonly string[], log: string, options: SpawnOptions = {}): Program {
    const out = openSync(log, 'a');
    const child = spawn(command, args, { detached: true, stdio: ['ignore', out, out], ...options });
    closeSync(out);
    child.on('error', () => undefined);
    return new Program(child, log);
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error(`could not be started; see ${this.log}`);
    return this.child.pid;
  }

  /** Ends the process and whatever it started in its group. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const pid = this.child.pid;
    if (pid === undefined) return;
    for (const kind of [signal, 'SIGKILL'] as const) {
      try {
        process.kill(-pid, kind);
      } catch {
        return;
      }
      const gone = await until('the process has ended', () => !isAlive(pid), 10).catch(() => false);
      if (gone) return;
    }
  }
}
