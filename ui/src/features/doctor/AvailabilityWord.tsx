import { useTranslation } from 'react-i18next';
import type { Doctor } from '../../api/types.ts';
import { Icon } from '../../design/Icon.tsx';
import classes from './AvailabilityWord.module.css';

/** Whether a doctor can be called on, in word and sign. Being away is not a fault, so it has no colour. */
export function AvailabilityWord({ doctor }: { readonly doctor: Doctor }) {
  const { t } = useTranslation();
  const state = !doctor.is_active ? 'inactive' : doctor.is_available ? 'available' : 'away';
  const icon = { inactive: 'closed', available: 'check', away: 'dash' } as const;
  return (
    <span className={classes.word} data-state={state}>
      <Icon name={icon[state]} size={14} />
      {t(`doctor.state.${state}`)}
    </span>
  );
}
