import { Observable, useObservable } from '../observable/observable.ts';

export interface Message {
  readonly id: number;
  readonly tone: 'stop' | 'warn' | 'pass';
  readonly title: string;
  readonly text: string;
}

const GOOD_NEWS_MS = 6_000;
const messages = new Observable<readonly Message[]>([]);
let nextId = 1;

/** Says what happened. Good news goes by itself; anything else stays until it is closed. */
export function say(message: Omit<Message, 'id'>): void {
  const id = nextId;
  nextId += 1;
  messages.set([...messages.get().filter((known) => known.title !== message.title), { ...message, id }]);
  if (message.tone === 'pass') {
    setTimeout(() => {
      unsay(id);
    }, GOOD_NEWS_MS);
  }
}

export function unsay(id: number): void {
  messages.set(messages.get().filter((message) => message.id !== id));
}

export function unsayAll(): void {
  messages.set([]);
}

export function useMessages(): readonly Message[] {
  return useObservable(messages);
}
