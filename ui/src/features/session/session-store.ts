import { Observable, useObservable } from '../../lib/observable/observable.ts';
import { platform } from '../../platform/current-platform.ts';
import type { SessionAnswer } from '../../platform/station-state.ts';

export type SessionPhase = 'resuming' | 'signed_out' | 'signed_in';
/** Why the sign-in screen is back, where nobody asked for it. */
export type SessionEnd = 'signed_out' | 'ended' | null;

const phase = new Observable<SessionPhase>('resuming');
const ending = new Observable<SessionEnd>(null);
const remembered = new Observable<boolean>(true);

function accept(answer: SessionAnswer): void {
  remembered.set(answer.remembered);
  if (answer.signed_in) ending.set(null);
  phase.set(answer.signed_in ? 'signed_in' : 'signed_out');
}

export async function resumeSession(): Promise<void> {
  accept(await platform.session.resume().catch(() => ({ signed_in: false, remembered: false })));
}

/** Resolves with the refusal, or null once the person is signed in. */
export async function signIn(email: string, password: string): Promise<SessionAnswer['problem'] | null> {
  const answer = await platform.session.signIn(email, password);
  if (!answer.signed_in) return answer.problem ?? {};
  accept(answer);
  return null;
}

export async function signOut(): Promise<void> {
  await platform.session.signOut();
  ending.set('signed_out');
  phase.set('signed_out');
}

/** The server no longer knows this session: revoked, expired, or the account was disabled. */
export function sessionEnded(): void {
  if (phase.get() !== 'signed_in') return;
  ending.set('ended');
  phase.set('signed_out');
}

export function useSessionPhase(): SessionPhase {
  return useObservable(phase);
}

export function useSessionEnd(): SessionEnd {
  return useObservable(ending);
}

export function useRemembered(): boolean {
  return useObservable(remembered);
}
