const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

export interface Element {
  readonly [ELEMENT]: string;
}

/** Just enough of the WebDriver protocol to drive the desktop's windows. */
export class WebDriver {
  private constructor(
    private readonly server: string,
    private readonly session: string,
  ) {}

  static async open(server: string, application: string): Promise<WebDriver> {
    const answer = await ask('POST', `${server}/session`, {
      capabilities: { alwaysMatch: { browserName: 'wry', 'tauri:options': { application } } },
    });
    return new WebDriver(server, (answer as { sessionId: string }).sessionId);
  }

  private command(method: string, path: string, body?: unknown): Promise<unknown> {
    return ask(method, `${this.server}/session/${this.session}${path}`, body);
  }

  async windows(): Promise<string[]> {
    return (await this.command('GET', '/window/handles')) as string[];
  }

  async use(window: string): Promise<void> {
    await this.command('POST', '/window', { handle: window });
  }

  /** Runs a function body in the page; its arguments are `arguments[0]` and so on. */
  async run<T>(body: string, ...args: unknown[]): Promise<T> {
    return (await this.command('POST', '/execute/sync', { script: body, args })) as T;
  }

  async find(xpath: string): Promise<Element> {
    return (await this.command('POST', '/element', { using: 'xpath', value: xpath })) as Element;
  }

  async click(element: Element): Promise<void> {
    await this.command('POST', `/element/${element[ELEMENT]}/click`, {});
  }

  async type(element: Element, text: string): Promise<void> {
    await this.command('POST', `/element/${element[ELEMENT]}/value`, { text });
  }

  async screenshot(): Promise<Buffer> {
    return Buffer.from((await this.command('GET', '/screenshot')) as string, 'base64');
  }

  async close(): Promise<void> {
    await this.command('DELETE', '');
  }
}

async function ask(method: string, url: string, body?: unknown): Promise<unknown> {
  const init: RequestInit = { method, signal: AbortSignal.timeout(120_000) };
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { 'content-type': 'application/json' };
  }
  const response = await fetch(url, init);
  const text = await response.text();
  if (!response.ok) throw new Error(`WebDriver ${method} ${new URL(url).pathname}: ${text}`);
  return (JSON.parse(text) as { value: unknown }).value;
}
