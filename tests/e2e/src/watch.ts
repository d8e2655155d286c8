/** A caller of the API from outside: the patient's watch, or a colleague at another station. */
export class Caller {
  private constructor(
    private readonly base: string,
    private readonly token: string,
  ) {}

  static async signIn(base: string, email: string, password: string): Promise<Caller> {
    const answer = await fetch(`${base}/api/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });
    if (!answer.ok) throw new Error(`sign-in of ${email}: ${answer.status} ${await answer.text()}`);
    const body = (await answer.json()) as { access_token: string };
    return new Caller(base, body.access_token);
  }

  async ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const headers: Record<string, string> = { authorization: `Bearer ${this.token}` };
    const init: RequestInit = { method, headers };
    if (body !== undefined) {
      headers['content-type'] = 'application/json';
      init.body = JSON.stringify(body);
    }
    const answer = await fetch(`${this.base}${path}`, init);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text) as T;
  }
}

export interface Alert {
  readonly alert_id: string;
  readonly status: string;
  readonly severity: string;
  readonly occurrences: number;
  readonly place: string;
  readonly patient?: { readonly family_name: string; readonly given_name: string };
  readonly acknowledged?: { readonly by: { readonly full_name: string } };
}

/** The patient's watch: signed in as the patient, posting what it measures. */
export class Watch {
  private constructor(
    private readonly caller: Caller,
    private readonly patientId: string,
  ) {}

  static async of(base: string, email: string, password: string): Promise<Watch> {
    const caller = await Caller.signIn(base, email, password);
    const me = await caller.ask<{ patient?: { id: string } }>('GET', '/api/auth/me');
    if (me.patient === undefined) throw new Error(`${email} is no patient`);
    return new Watch(caller, me.patient.id);
  }

  /** Posts one oxygen saturation, in percent, measured now. */
  async measure(id: string, percentage: number): Promise<{ synced_count: number; total_items: number }> {
    return this.caller.ask('POST', '/api/wearables/sync', {
      patient_id: this.patientId,
      method: 'OxygenSaturation',
      data: [
        {
          metadata: { id, dataOrigin: 'com.google.android.apps.fitness' },
          time: new Date().toISOString(),
          percentage,
        },
      ],
    });
  }
}
