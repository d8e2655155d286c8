import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { HospitalRecord } from '../../api/types.ts';
import classes from './HospitalHead.module.css';

interface HospitalHeadProps {
  readonly title: string;
  /** A choice stands there where there are several. */
  readonly hospitals?: readonly HospitalRecord[];
  readonly chosen?: string | null;
  readonly onChoose?: (id: string) => void;
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
}

/** The heading of a screen about one hospital: which one, and the way to another. */
export function HospitalHead({
  title,
  hospitals = [],
  chosen = null,
  onChoose,
  note,
  actions,
}: HospitalHeadProps) {
  const { t } = useTranslation();
  const name = hospitals.find((hospital) => hospital.id === chosen)?.name;
  return (
    <header className={classes.head}>
      <h1 className={classes.title}>{title}</h1>
      {hospitals.length > 1 ? (
        <select
          className={classes.choice}
          aria-label={t('hospital.choose')}
          value={chosen ?? ''}
          onChange={(event) => {
            onChoose?.(event.currentTarget.value);
          }}
        >
          {hospitals.map((hospital) => (
            <option key={hospital.id} value={hospital.id}>
              {hospital.name}
            </option>
          ))}
        </select>
      ) : name === undefined ? null : (
        <bdi className={classes.name}>{name}</bdi>
      )}
      {note}
      <span className={classes.spring} />
      {actions}
    </header>
  );
}
