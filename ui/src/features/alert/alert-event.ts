const KINDS = [
  'raised',
  'repeated',
  'sent',
  'received',
  'displayed',
  'sounded',
  'acknowledged',
  'responding',
  'resolved',
  'false_alarm',
] as const;

export type AlertEventKind = (typeof KINDS)[number];

/** The server may tell more kinds than this screen has words for: those are shown by their own name. */
export function eventKind(kind: string): AlertEventKind | 'other' {
  const bare = kind.replace(/^alert_/, '');
  return (KINDS as readonly string[]).includes(bare) ? (bare as AlertEventKind) : 'other';
}
