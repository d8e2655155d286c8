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

interface AllergyLineProps {
  /** Absent where the reader's role may not know it: absent is not "none". */
  readonly state: AllergyState | null | undefined;
  readonly allergies: readonly string[];
}

/** Known, none known, not asked, unable to obtain: four states that are never confused. */
export function AllergyLine({ state, allergies }: AllergyLineProps) {
  const { t } = useTranslation();
  const words =
    state === 'known'
      ? t('allergy.known', { count: allergies.length, list: allergies.join('; ') })
      : t(`allergy.${state ?? 'not_shown'}`);
  return (
    <span className={classes.line} data-state={state ?? 'not_shown'} data-testid="allergy-state">
      <Icon name={state == null ? 'lock' : ICONS[state]} size={12} />
      <bdi>{words}</bdi>
    </span>
  );
}
