import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Database } from './database.ts';
import { ARTIFACTS, type Desk, PROGRAMS } from './desk.ts';
import { freePort } from './ports.ts';
import { isAlive, type Program, until } from './processes.ts';
import { WebDriver } from './webdriver.ts';

/** Keys, as WebDriver writes them. WebKit's driver drops what follows Control with A. */
const END = '\uE010';
const BACKSPACE = '\uE003';

/** One of the desktop's two windows. */
export class Window {
  constructor(
    private readonly driver: WebDriver,
    private readonly handle: string,
  ) {}

  /** Runs a function body in the page. */
  async run<T>(body: string, ...args: unknown[]): Promise<T> {
    await this.driver.use(this.handle);
    return this.driver.run<T>(body, ...args);
  }

  /** What stands on it, as text. */
  text(): Promise<string> {
    return this.run('return document.body.innerText');
  }

  isVisible(): Promise<boolean> {
    return this.run('return document.visibilityState === "visible"');
  }

  /** Waits until the words stand on it. Case is styling. */
  async shows(words: string, seconds = 20): Promise<void> {
    await until(
      `the window shows "${words}"`,
      async () => (await this.text()).toLowerCase().includes(words.toLowerCase()),
      seconds,
    ).catch(async (error: unknown) => {
      throw new Error(`${String(error)}; it shows:\n${await this.text().catch(() => 'nothing')}`);
    });
  }

  async click(button: string): Promise<void> {
    const path = `//*[self::button or @role="radio"][contains(normalize-space(.), "${button}")][not(@disabled)]`;
    await until(`the button "${button}" can be clicked`, async () => {
      await this.driver.use(this.handle);
      await this.driver.click(await this.driver.find(path));
      return true;
    });
  }

  /** Chooses what is no button: a link, a line of a menu, a radio button or tick with its label. */
  async choose(words: string): Promise<void> {
    const kinds = 'self::a or self::label or @role="menuitem" or @role="option" or @role="tab"';
    const path = `//*[${kinds}][contains(normalize-space(.), "${words}")]`;
    await until(`"${words}" can be chosen`, async () => {
      await this.driver.use(this.handle);
      await this.driver.click(await this.driver.find(path));
      return true;
    });
  }

  /** Types into a field; `anew` where something stands in it that has to go. */
  async fill(label: string, text: string, how: 'more' | 'anew' = 'more'): Promise<void> {
    const labelled = `@id=//label[starts-with(normalize-space(.), "${label}")]/@for or starts-with(@aria-label, "${label}")`;
    const path = `//*[self::input or self::textarea][${labelled}]`;
    await until(`the field "${label}" takes text`, async () => {
      await this.driver.use(this.handle);
      const field = await this.driver.find(path);
      const stands = how === 'anew' ? await this.driver.run<string>('return arguments[0].value', field) : '';
      await this.driver.type(field, stands === '' ? text : `${END}${BACKSPACE.repeat(stands.length)}${text}`);
      return true;
    });
  }

  /** Picks one line of a drop-down list. */
  async pick(label: string, option: string): Promise<void> {
    const list = `//select[@id=//label[starts-with(normalize-space(.), "${label}")]/@for]`;
    await until(`"${option}" can be picked from "${label}"`, async () => {
      await this.driver.use(this.handle);
      await this.driver.click(await this.driver.find(`${list}/option[contains(normalize-space(.), "${option}")]`));
      return true;
    });
  }

  /** A picture of the page alone. */
  async picture(path: string): Promise<void> {
    // A picture is taken of what was painted last, which may be older than what stands on the page.
    await this.run('window.painted = false; requestAnimationFrame(() => requestAnimationFrame(() => { window.painted = true; }))');
    await until('the page is painted', () => this.run<boolean>('return window.painted'));
    writeFileSync(path, await this.driver.screenshot());
  }
}

/** The desktop program on a desk, driven through its windows. */
export class Station {
  readonly main: Window;
  readonly alert: Window;
  readonly database: Database;

  private constructor(
    private readonly driver: WebDriver,
    private readonly programs: Program,
    readonly address: string,
    readonly data: string,
    handles: { main: string; alert: string },
  ) {
    this.main = new Window(driver, handles.main);
    this.alert = new Window(driver, handles.alert);
    this.database = new Database(join(data, 'demo'));
  }

  /** Starts the desktop program. `port` is where its watches and colleagues reach it; one that joins a server
   * needs none. */
  static async start(desk: Desk, options: { port?: number; password: string }): Promise<Station> {
    const [port, nativePort] = [await freePort(), await freePort()];
    const data = join(desk.folder, 'data');
    const listen = `127.0.0.1:${options.port ?? (await freePort())}`;
    const programs = desk.start('tauri-driver', ['--port', String(port), '--native-port', String(nativePort)], {
      CLOUDCARE_DATA_DIR: data,
      CLOUDCARE_LISTEN: listen,
      CLOUDCARE_DEMO_PASSWORD: options.password,
    });
    const server = `http://127.0.0.1:${port}`;
    await until('the WebDriver answers', async () => (await fetch(`${server}/status`)).ok);
    const driver = await WebDriver.open(server, join(PROGRAMS, 'cloudcare'));
    const handles = await until('both windows are there', async () => {
      const found: { main?: string; alert?: string } = {};
      for (const handle of await driver.windows()) {
        await driver.use(handle);
        const path = await driver.run<string>('return location.pathname');
        found[path.includes('alert') ? 'alert' : 'main'] = handle;
      }
      const { main, alert } = found;
      return main !== undefined && alert !== undefined && { main, alert };
    });
    return new Station(driver, programs, `http://${listen}`, data, handles);
  }

  async signIn(email: string, password: string): Promise<void> {
    await this.main.shows('Sign in', 60);
    await this.main.fill('E-mail', email);
    await this.main.fill('Password', password);
    await this.main.click('Sign in');
  }

  /** Ends the program as a power failure would, and what drove it. */
  async kill(): Promise<void> {
    const owner = this.database.owner();
    process.kill(owner, 'SIGKILL');
    await until('the desktop has ended', () => !isAlive(owner));
    await this.driver.close().catch(() => undefined);
    await this.programs.end();
  }

  async close(): Promise<void> {
    await this.driver.close().catch(() => undefined);
    await this.programs.end();
    await this.database.end();
  }

  /** A picture of one window, as the README shows it. */
  async picture(window: Window, name: string): Promise<void> {
    mkdirSync(ARTIFACTS, { recursive: true });
    await window.picture(join(ARTIFACTS, `${name}.png`));
  }
}
