import { problemOf } from '../../api/problem.ts';
import { isLinkLost } from './live-link.ts';

/** Sends a write only while the link stands: what is not sent is said to be not sent, at once. */
export function whileLinked<T>(send: () => Promise<T>): Promise<T> {
  return isLinkLost() ? Promise.reject(problemOf(null)) : send();
}
