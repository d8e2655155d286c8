import { useNowMs } from './clock.ts';
import { formatAge } from './format.ts';

/** Its own component, so that a second passing repaints these few letters and nothing else. */
export function Age({ since }: { readonly since: string }) {
  const now = useNowMs();
  return <time dateTime={since}>{formatAge(Date.parse(since), now)}</time>;
}
