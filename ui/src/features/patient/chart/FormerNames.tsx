import { useTranslation } from 'react-i18next';
import type { PatientRecord } from '../../../api/types.ts';
import { formatDate, formatTime } from '../../../lib/time/format.ts';
import { useZone } from '../../../lib/time/ZoneContext.tsx';
import { PatientName } from '../PatientName.tsx';
import classes from './FormerNames.module.css';

/** The names the record had before: what a paper band may still say. They find the patient as well. */
export function FormerNames({ names }: { readonly names: PatientRecord['former_names'] }) {
  const { t } = useTranslation();
  const zone = useZone();
  if (names.length === 0) return null;
  return (
    <section className={classes.part} aria-label={t('identity.formerNames')}>
      <h3>
        {t('identity.formerNames')} <span>{t('identity.formerNamesNote')}</span>
      </h3>
      <ul className={classes.list}>
        {names.map((name) => (
          <li key={name.until}>
            <strong>
              <PatientName name={name} />
            </strong>{' '}
            <span className="unbroken">
              {t('identity.until', {
                time: `${formatDate(name.until, zone)} ${formatTime(name.until, zone)}`,
              })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
