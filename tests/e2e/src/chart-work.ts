import type { Desk } from './desk.ts';
import { until } from './processes.ts';
import type { Station } from './station.ts';

export interface Recorded {
  readonly action: string;
  readonly resource_type: string;
  readonly role: string | null;
  readonly outcome: string;
  readonly station: string | null;
  readonly detail: Record<string, unknown>;
}

/** Somebody who works with charts at one station: signs in, finds a patient, opens a part of the chart. */
export class ChartWork {
  /** Keys pressed since somebody last counted. */
  keystrokes = 0;

  constructor(
    private readonly desk: Desk,
    private readonly station: Station,
    private readonly password: string,
  ) {}

  press(keys: string): void {
    this.keystrokes += 1;
    this.desk.press(keys);
  }

  /** Signs out whoever is signed in, and somebody else in. */
  async signIn(email: string): Promise<void> {
    const isSomebody = await this.station.main.run<boolean>(
      "return document.querySelector('[data-testid=signed-in-as]') !== null",
    );
    if (isSomebody) await this.station.main.click('Sign out');
    await this.station.signIn(email, this.password);
    await until('somebody is signed in', () =>
      this.station.main.run<boolean>("return document.querySelector('[data-testid=signed-in-as]') !== null"));
  }

  /** Types into the one search box and waits until the answer to it shows these words. */
  async find(words: string, ...shown: string[]): Promise<void> {
    this.desk.press('ctrl+k');
    await until('the search box is open', () => this.has('[data-testid=find] input'));
    this.desk.type(words);
    await until(`the search for "${words}" shows ${shown.join(', ')}`, async () => {
      const answer = await this.station.main.run<string>(
        `const box = document.querySelector('[data-testid=find]');
         const waits = box.querySelector('input').value !== arguments[0] || box.querySelector('[data-behind]') !== null;
         return waits ? '' : box.innerText.toLowerCase()`,
        words,
      );
      return shown.every((word) => answer.includes(word.toLowerCase()));
    });
  }

  /** Finds a patient by name and opens the chart. The name is what is found and what the banner is to show. */
  async open(words: string, name = words): Promise<void> {
    await this.find(words, name);
    this.desk.press('Return');
    await until(`the chart of ${name} is open`, async () =>
      (await this.banner()).toLowerCase().includes(name.toLowerCase()));
  }

  /** What stands over every part of the chart. */
  banner(): Promise<string> {
    return this.station.main.run<string>(
      "return document.querySelector('[data-testid=patient-banner]')?.innerText.replaceAll('\\n', ' ') ?? ''",
    );
  }

  async part(name: string): Promise<void> {
    await this.station.main.run(
      `const tabs = [...document.querySelectorAll('nav a')].filter((tab) => tab.innerText.trim() === arguments[0]);
       tabs[0].click()`,
      name,
    );
  }

  /** One of the things that can be done to the whole chart. */
  async act(name: string): Promise<void> {
    // The bar moves when something about the patient arrives, and a click may miss it as a person's would.
    await until('the menu is open', async () => {
      await this.station.main.click('More');
      return until('the menu opens', () => this.has('[role=menuitem]'), 2).catch(() => false);
    });
    await this.station.main.choose(name);
    await until(`the form "${name}" is open`, () => this.has('[role=dialog]'));
  }

  /** The tick that says whom this is about, and the chord that does it. */
  confirmFor(name: string): Promise<void> {
    return this.confirmThat(`I have checked that this is ${name}`);
  }

  async confirmThat(words: string): Promise<void> {
    await this.station.main.choose(words);
    await this.confirm();
  }

  /** Does what the open form is for, and waits until it has closed. */
  async confirm(): Promise<void> {
    this.desk.press('ctrl+Return');
    await until('the form has closed', async () => !(await this.has('[role=dialog]'))).catch(async (error: unknown) => {
      throw new Error(`${String(error)}; it says:\n${await this.dialog()}`);
    });
  }

  dialog(): Promise<string> {
    return this.station.main.run<string>("return document.querySelector('[role=dialog]')?.innerText ?? ''");
  }

  has(selector: string): Promise<boolean> {
    return this.station.main.run<boolean>('return document.querySelector(arguments[0]) !== null', selector);
  }

  /** A panel of the board, as text. */
  panel(): Promise<string> {
    return this.station.main.run<string>("return document.querySelector('aside')?.innerText ?? ''");
  }

  async picture(name: string): Promise<void> {
    await this.station.picture(this.station.main, `unusual-${name}`);
  }

  /** What the record says was done about somebody, oldest first. Reads are left out. */
  async recorded(patientId: string): Promise<Recorded[]> {
    return this.station.database.rows<Recorded & Record<string, unknown>>(
      `select action, resource_type, role, outcome, w.name as station, detail
         from audit_events a left join workstations w on w.id = a.workstation_id
        where $1 = any(subjects) and action <> 'read' order by a.at, a.id`,
      patientId,
    );
  }

  /** One patient's row, by the name it has now. */
  async patient<T extends Record<string, unknown>>(familyName: string, columns: string): Promise<T> {
    const rows = await this.station.database.rows<T>(
      `select ${columns} from patients where family_name = $1 order by created_at desc limit 1`,
      familyName,
    );
    const [row] = rows;
    if (row === undefined) throw new Error(`nobody is called ${familyName}`);
    return row;
  }
}
