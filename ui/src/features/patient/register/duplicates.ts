import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, body } from '../../../api/client.ts';
import type { DuplicateCandidate } from '../../../api/types.ts';
import { parsePlainDate } from '../../../lib/time/plain-date.ts';
import type { RegisterDraft } from './draft.ts';

const PAUSE_MS = 250;
/** A phone or insurance number of fewer characters is still being typed. */
const SHORTEST_NUMBER = 5;

export interface Identifying {
  readonly family_name?: string;
  readonly given_name?: string;
  readonly date_of_birth?: string;
  readonly contact?: string;
  readonly insurance_number?: string;
}

/** What of the entry so far can find somebody: birth date with a name, a phone, an insurance number. */
export function identifying(draft: RegisterDraft): Identifying {
  const date = parsePlainDate(draft.born);
  const family = draft.familyName.trim();
  const contact = draft.contact.trim();
  const insurance = draft.insuranceNumber.trim();
  return {
    ...(date !== null && family !== ''
      ? { family_name: family, given_name: draft.givenName.trim(), date_of_birth: date }
      : {}),
    ...(contact.length >= SHORTEST_NUMBER ? { contact } : {}),
    ...(insurance.length >= SHORTEST_NUMBER ? { insurance_number: insurance } : {}),
  };
}

/** Who is on file already, while the entry is typed. */
export function useDuplicates(draft: RegisterDraft, enabled: boolean) {
  const wanted = JSON.stringify(identifying(draft));
  const [asked] = useDebouncedValue(wanted, PAUSE_MS);
  const canAsk = enabled && asked !== '{}' && wanted !== '{}';
  const query = useQuery({
    queryKey: ['patients', 'duplicates', asked],
    queryFn: ({ signal }) =>
      body(api.GET('/patients/duplicates', { params: { query: JSON.parse(asked) as Identifying }, signal })),
    enabled: canAsk,
    staleTime: 0,
    gcTime: 10_000,
    placeholderData: keepPreviousData,
  });
  const candidates: readonly DuplicateCandidate[] = canAsk ? (query.data ?? []) : [];
  return { query, candidates, canAsk, isBehind: canAsk && (asked !== wanted || query.isFetching) };
}

/** The server's refusal knows best; what was found while typing follows. The very likely come first. */
export function mergeCandidates(
  refused: readonly DuplicateCandidate[],
  found: readonly DuplicateCandidate[],
): readonly DuplicateCandidate[] {
  const known = new Set(refused.map((candidate) => candidate.patient.id));
  const all = [...refused, ...found.filter((candidate) => !known.has(candidate.patient.id))];
  return all.sort((a, b) => Number(b.likelihood === 'very_likely') - Number(a.likelihood === 'very_likely'));
}
