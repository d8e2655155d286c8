import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { AllergyState } from '../../api/types.ts';
import { Icon, type IconName } from '../../design/Icon.tsx';
import classes from './AllergyLine.module.css';

const ICONS: Record<AllergyState, IconName> = {
  known: 'exclaim',
  none_known: 'check',
  not_asked: 'question',
  unable_to_obtain: 'dash',
};

/** The same in words alone. */
export function allergyWords(
  state: AllergyState | null | undefined,
  allergies: readonly string[],
  t: TFunction,
): string {
  return state === 'known'
    ? t('allergy.known', { count: allergies.length, list: allergies.join('; ') })
    : t(`allergy.${state ?? 'not_shown'}`);
}

interface AllergyLineProps {
  /** Absent where the reader's role may not know it: absent is not "none". */
  readonly state: AllergyState | null | undefined;
  readonly allergies: readonly string[];
}

/** Known, none known, not asked, unable to obtain: four states that are never confused. */
export function AllergyLine({ state, allergies }: AllergyLineProps) {
  const { t } = useTranslation();
  return (
    <span className={classes.line} data-state={state ?? 'not_shown'} data-testid="allergy-state">
      <Icon name={state == null ? 'lock' : ICONS[state]} size={12} />
      <bdi>{allergyWords(state, allergies, t)}</bdi>
    </span>
  );
}
