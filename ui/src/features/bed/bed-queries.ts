import { useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client.ts';
import type { BedOption, Isolation } from '../../api/types.ts';

export interface OptionsAsked {
  readonly hospitalId: string;
  /** Whose place is looked for, where they already have a stay. */
  readonly admissionId?: string;
  /** Beds of this ward alone. */
  readonly wardId?: string;
  readonly isolation?: Isolation | null;
  readonly needs?: readonly string[];
}

/** Every bed and how it fits, best first. Always asked anew: a bed offered a minute ago may be taken. */
export function useBedOptions(asked: OptionsAsked, enabled = true) {
  const query = {
    ...(asked.admissionId === undefined ? {} : { admission_id: asked.admissionId }),
    ...(asked.wardId === undefined ? {} : { ward_id: asked.wardId }),
    ...(asked.isolation == null ? {} : { isolation: asked.isolation }),
    ...(asked.needs === undefined || asked.needs.length === 0 ? {} : { needs: asked.needs.join(',') }),
  };
  return useQuery({
    queryKey: ['bed-options', asked.hospitalId, query],
    queryFn: () =>
      body(
        api.GET('/hospitals/{hospital_name}/bed-options', {
          params: { path: { hospital_name: asked.hospitalId }, query },
        }),
      ),
    enabled,
    staleTime: 0,
    gcTime: 0,
  });
}

/** True where the bed may be chosen; the server has the last word. */
export function isOffered(option: BedOption): boolean {
  return option.fit !== 'closed';
}

/** True where a reason must be given before the bed may be taken all the same. */
export function needsReason(option: BedOption): boolean {
  return option.fit === 'reserved' || option.lacks.length > 0;
}

/** Changes when somebody else has changed what this choice would do. */
export function signatureOf(option: BedOption): string {
  return [option.bed.id, option.fit, option.swap_with?.id ?? '', option.bed.reservation?.id ?? ''].join(' ');
}

/** The first nine have a key each, in the order they are shown. */
export function numbered(options: readonly BedOption[]): ReadonlyMap<string, number> {
  return new Map(
    options
      .filter(isOffered)
      .slice(0, 9)
      .map((option, index) => [option.bed.id, index + 1]),
  );
}

/** Beds whose label begins with what was typed; where none does, those of a ward or with somebody of that name. */
export function foundBeds(options: readonly BedOption[], typed: string): readonly BedOption[] {
  const words = typed.trim().toLocaleLowerCase();
  if (words === '') return options;
  const labelled = options.filter(({ bed }) => bed.label.toLocaleLowerCase().startsWith(words));
  if (labelled.length > 0) return labelled;
  return options.filter(({ bed, swap_with: other }) =>
    `${bed.ward_name} ${other?.family_name ?? ''} ${other?.given_name ?? ''}`
      .toLocaleLowerCase()
      .includes(words),
  );
}

/** The one bed that was typed: by its whole label, or as the only one left. Several are never guessed between. */
export function meantBed(options: readonly BedOption[], typed: string): BedOption | null {
  if (typed.trim() === '') return null;
  const found = foundBeds(options, typed).filter(isOffered);
  const whole = found.filter(({ bed }) => bed.label.toLocaleLowerCase() === typed.trim().toLocaleLowerCase());
  const [only, ...others] = whole.length > 0 ? whole : found;
  return only !== undefined && others.length === 0 ? only : null;
}
