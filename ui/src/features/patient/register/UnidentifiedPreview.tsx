import { useTranslation } from 'react-i18next';
import type { Gender } from '../../../api/types.ts';
import { Icon, type IconName } from '../../../design/Icon.tsx';
import { useNowMs } from '../../../lib/time/clock.ts';
import { formatAge } from '../../../lib/time/format.ts';
import { AllergyLine } from '../AllergyLine.tsx';
import { genderWord } from '../gender.ts';
import classes from './UnidentifiedPreview.module.css';

interface UnidentifiedPreviewProps {
  readonly alias: string;
  readonly gender: Gender | null;
  readonly years: number | null;
  readonly year: number | null;
}

const LATER: readonly (readonly [IconName, 'asNew' | 'linked' | 'allergies'])[] = [
  ['person', 'asNew'],
  ['link', 'linked'],
  ['question', 'allergies'],
];

/** What everybody else will see, and what can be done later. */
export function UnidentifiedPreview({ alias, gender, years, year }: UnidentifiedPreviewProps) {
  const { t } = useTranslation();
  return (
    <aside className={classes.side} aria-label={t('unidentified.preview')}>
      <h2 className={classes.title}>{t('unidentified.preview')}</h2>
      <div className={classes.card} data-testid="preview">
        <strong className={classes.name}>
          <bdi>{alias.toLocaleUpperCase('en-GB')}</bdi>
        </strong>
        <span>
          {t('patient.born')}{' '}
          <strong>
            {year === null || years === null ? '–' : t('patient.bornAbout', { year, age: years })}
          </strong>
        </span>
        <span>
          {t('patient.gender')} <strong>{gender === null ? '–' : genderWord(gender, t)}</strong>
        </span>
        <AllergyLine state="not_asked" allergies={[]} />
      </div>
      <h3 className={classes.title}>{t('unidentified.later')}</h3>
      <ul className={classes.later}>
        {LATER.map(([icon, what]) => (
          <li key={what}>
            <Icon name={icon} />
            <span>
              <strong>{t(`unidentified.laterTitle.${what}`)}</strong>
              {t(`unidentified.laterText.${what}`)}
            </span>
          </li>
        ))}
      </ul>
      <p className={classes.paper}>{t('unidentified.paper')}</p>
    </aside>
  );
}

/** How long it has taken so far. */
export function Elapsed({ startedMs }: { readonly startedMs: number }) {
  const { t } = useTranslation();
  const now = useNowMs();
  return (
    <span className={classes.elapsed}>
      <Icon name="clock" />
      {t('unidentified.soFar', { time: formatAge(startedMs, now) })}
    </span>
  );
}
