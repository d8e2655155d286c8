import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Program, until } from './processes.ts';

export const REPOSITORY = resolve(import.meta.dirname, '../../..');
/** Tests drive the debug build; a bench sets `release`, as users run it. */
export const PROGRAMS = join(
  process.env.CARGO_TARGET_DIR ?? join(REPOSITORY, 'target'),
  process.env.CLOUDCARE_PROFILE ?? 'debug',
);
/** Pictures and logs of the last run; not committed. */
export const ARTIFACTS = join(REPOSITORY, 'tests/e2e/artifacts');

export interface Notification {
  readonly summary: string;
  readonly body: string;
  /** It stands until it is answered; others go after some seconds. */
  readonly stays: boolean;
}

/** A point of a window, in pixels from its corner. */
interface Place {
  readonly x: number;
  readonly y: number;
}

/** A person's desk: a display with a window manager, a session bus, a keychain, a notification daemon, a sound
 * device that nobody hears. Nothing of it touches the real session of whoever runs the tests. */
export class Desk {
  private readonly programs: Program[] = [];

  private constructor(
    readonly folder: string,
    readonly env: Record<string, string>,
  ) {}

  static async open(name: string): Promise<Desk> {
    const folder = mkdtempSync(join(tmpdir(), `cloudcare-e2e-${name}-`));
    // Root's PostgreSQL is another user, who has to pass through to the data folder.
    chmodSync(folder, 0o755);
    for (const part of ['home', 'runtime', 'data', 'logs']) mkdirSync(join(folder, part), { mode: 0o755 });
    chmodSync(join(folder, 'runtime'), 0o700);
    const env: Record<string, string> = {
      // `make test` installs tauri-driver here when it is not on the machine.
      PATH: `${process.env.PATH ?? '/usr/bin:/bin'}:${join(REPOSITORY, 'target/tools/bin')}`,
      LANG: 'C.UTF-8',
      HOME: join(folder, 'home'),
      XDG_RUNTIME_DIR: join(folder, 'runtime'),
      GDK_BACKEND: 'x11',
      NO_AT_BRIDGE: '1',
      LIBGL_ALWAYS_SOFTWARE: '1',
      RUST_LOG: process.env.RUST_LOG ?? 'info',
    };
    const desk = new Desk(folder, env);
    try {
      await desk.furnish();
    } catch (error) {
      await desk.close();
      throw error;
    }
    return desk;
  }

  private async furnish(): Promise<void> {
    this.env.DISPLAY = `:${await this.display()}`;
    const bus = join(this.folder, 'runtime/bus');
    this.env.DBUS_SESSION_BUS_ADDRESS = `unix:path=${bus}`;
    this.start('dbus-daemon', ['--session', '--nofork', '--nopidfile', `--address=unix:path=${bus}`]);
    await until('the session bus answers', () => this.succeeds('dbus-send', [
      '--session', '--dest=org.freedesktop.DBus', '--print-reply', '/', 'org.freedesktop.DBus.ListNames',
    ]));
    this.start('openbox', []);
    this.start('dunst', []);
    this.unlockKeychain();
    this.plugInSound();
    await until('the notification daemon answers', () => this.succeeds('dunstctl', ['count']));
    await until('the keychain answers', () => this.succeeds('dbus-send', [
      '--session', '--dest=org.freedesktop.secrets', '--print-reply', '/org/freedesktop/secrets',
      'org.freedesktop.DBus.Peer.Ping',
    ]));
  }

  /** Starts the display on a free number, which it tells. */
  private async display(): Promise<number> {
    const told = join(this.folder, 'logs/display');
    writeFileSync(told, '');
    this.start('sh', ['-c', `exec Xvfb -displayfd 3 -screen 0 1920x1080x24 -nolisten tcp 3>'${told}'`]);
    return until('the display is there', () => {
      const number = Number.parseInt(readFileSync(told, 'utf8'), 10);
      return Number.isNaN(number) ? undefined : number;
    });
  }

  private unlockKeychain(): void {
    const log = join(this.folder, 'logs/keychain.log');
    const keychain = Program.start(
      'sh',
      ['-c', 'printf x | exec gnome-keyring-daemon --unlock --foreground --components=secrets'],
      log,
      { env: this.env },
    );
    this.programs.push(keychain);
  }

  private plugInSound(): void {
    writeFileSync(join(this.folder, 'home/.asoundrc'), 'pcm.!default { type pulse }\nctl.!default { type pulse }\n');
    this.start('pulseaudio', [
      '-n', '--daemonize=no', '--exit-idle-time=-1', '--disallow-exit', '--use-pid-file=no',
      '-L', 'module-null-sink sink_name=ward', '-L', 'module-native-protocol-unix',
    ]);
  }

  /** Starts a program of this desk; it ends with the desk. */
  start(command: string, args: readonly string[], extra: Record<string, string> = {}): Program {
    const log = join(this.folder, `logs/${command.split('/').at(-1) ?? command}.log`);
    const program = Program.start(command, args, log, { env: { ...this.env, ...extra }, cwd: this.folder });
    this.programs.push(program);
    return program;
  }

  private run(command: string, args: readonly string[]): string {
    return execFileSync(command, args, { env: this.env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }

  private succeeds(command: string, args: readonly string[]): boolean {
    try {
      this.run(command, args);
      return true;
    } catch {
      return false;
    }
  }

  /** Waits for the next notification a person would see, reads it and puts it away. */
  async nextNotification(seconds = 20): Promise<Notification> {
    await until('a notification is shown', () => Number(this.run('dunstctl', ['count', 'displayed'])) > 0, seconds);
    this.run('dunstctl', ['close-all']);
    // Not `dunstctl history`: that needs systemd's busctl, which a container lacks.
    const history = this.run('dbus-send', [
      '--session', '--print-reply', '--dest=org.freedesktop.Notifications', '/org/freedesktop/Notifications',
      'org.dunstproject.cmd0.NotificationListHistory',
    ]);
    // The newest comes first: `string "summary" variant string "..."`.
    const word = (name: string) => {
      const entry = new RegExp(`string "${name}"\\s+variant\\s+\\w+ (?:"([^"]*)"|(\\S+))`).exec(history);
      if (entry === null) throw new Error(`the notification daemon kept no ${name}`);
      return entry[1] ?? entry[2] ?? '';
    };
    return { summary: word('summary'), body: word('body'), stays: word('timeout') === '0' };
  }

  /** How many notifications stand on the screen. */
  notificationsShown(): number {
    return Number(this.run('dunstctl', ['count', 'displayed']));
  }

  /** Presses keys as a person does: whichever window has the focus gets them. */
  press(keys: string): void {
    this.run('xdotool', ['key', '--clearmodifiers', keys]);
  }

  /** Types as a person does: whichever window has the focus gets it. */
  type(text: string): void {
    this.run('xdotool', ['type', '--delay', '20', text]);
  }

  /** Clicks with the mouse at a place of the window with this title. */
  clickIn(title: string, place: Place): void {
    const window = this.run('xdotool', ['search', '--onlyvisible', '--name', `^${title}$`]).trim();
    const at = [Math.round(place.x), Math.round(place.y)].map(String);
    this.run('xdotool', ['mousemove', '--sync', '--window', window, ...at, 'click', '1']);
  }

  /** Takes something with the mouse at one place of the window and lets it go at another, once that one is
   * `ready` for it, as a hand does that looks. */
  async drag(title: string, from: Place, to: Place, ready: () => Promise<boolean>): Promise<void> {
    const window = this.run('xdotool', ['search', '--onlyvisible', '--name', `^${title}$`]).trim();
    const go = (part: number, aside = 0) => {
      const at = [from.x + (to.x - from.x) * part + aside, from.y + (to.y - from.y) * part];
      this.run('xdotool', ['mousemove', '--window', window, ...at.map((one) => String(Math.round(one)))]);
    };
    go(0);
    this.run('xdotool', ['mousedown', '1']);
    try {
      let steps = 0;
      await until('the drag has come to its target', async () => {
        steps += 1;
        go(Math.min(steps / 10, 1), steps % 3);
        return steps > 10 && ready();
      });
    } finally {
      this.run('xdotool', ['mouseup', '1']);
    }
  }

  /** Listens to the loudspeaker from now on; `peak` tells how loud it has been, 0 to 1. */
  listen(): { peak: () => number; end: () => Promise<void> } {
    const heard = join(this.folder, `heard-${this.programs.length}.raw`);
    const program = this.start('parec', [
      '-d', 'ward.monitor', '--format=s16le', '--rate=8000', '--channels=1', '--raw', heard,
    ]);
    const peak = () => {
      const samples = existsSync(heard) ? readFileSync(heard) : Buffer.alloc(0);
      let loudest = 0;
      for (let at = 0; at + 1 < samples.length; at += 2) loudest = Math.max(loudest, Math.abs(samples.readInt16LE(at)));
      return loudest / 32_768;
    };
    return { peak, end: () => program.end() };
  }

  /** The title of the window that has the keyboard. */
  focusedTitle(): string {
    try {
      return this.run('xdotool', ['getactivewindow', 'getwindowname']).trim();
    } catch {
      return '';
    }
  }

  /** The whole screen, as a person sees it. */
  screenshot(name: string): void {
    mkdirSync(ARTIFACTS, { recursive: true });
    this.succeeds('import', ['-window', 'root', join(ARTIFACTS, `${name}.png`)]);
  }

  /** Keeps what the programs said, for a journey that failed. */
  keepLogs(name: string): void {
    mkdirSync(ARTIFACTS, { recursive: true });
    const target = join(ARTIFACTS, `${name}-logs`);
    rmSync(target, { recursive: true, force: true });
    spawn('cp', ['-r', join(this.folder, 'logs'), target], { stdio: 'ignore' }).unref();
  }

  async close(): Promise<void> {
    for (const program of this.programs.reverse()) await program.end();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
