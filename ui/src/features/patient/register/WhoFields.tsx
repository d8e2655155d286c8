import { NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { serverNowMs } from '../../../lib/time/clock.ts';
import { formatPlainDate } from '../../../lib/time/format.ts';
import { dateIn, parsePlainDate, yearsBetween } from '../../../lib/time/plain-date.ts';
import { useZone } from '../../../lib/time/ZoneContext.tsx';
import classes from './register.module.css';
import { useField, useForm } from './form-binding.ts';
import { GENDERS } from '../gender.ts';
import { NeededLabel } from './NeededLabel.tsx';

const TITLES = ['', 'Mr', 'Mrs', 'Ms', 'Miss', 'Mx', 'Dr', 'Prof', 'Rev'] as const;

/** Who this is, as on the document and in its own script. */
export function WhoFields({ isNewborn }: { readonly isNewborn: boolean }) {
  const { t } = useTranslation();
  const { draft, change } = useForm();
  const zone = useZone();
  const born = useField('born');
  const bornTime = useField('bornTime');
  const date = parsePlainDate(draft.born);
  const today = dateIn(zone, serverNowMs());
  const age = date === null || date > today ? null : yearsBetween(date, today);
  return (
    <section className={classes.card}>
      <div className={classes.cardHead}>
        <h2>{t('register.who')}</h2>
        <span className={classes.aside}>{t('register.asOnDocument')}</span>
      </div>
      <div className={classes.grid}>
        <TextInput
          className={classes.four ?? ''}
          label={<NeededLabel text={t('register.familyName')} />}
          dir="auto"
          autoFocus
          autoComplete="off"
          maxLength={200}
          {...useField('familyName')}
        />
        <TextInput
          className={classes.four ?? ''}
          label={<NeededLabel text={t('register.givenName')} />}
          dir="auto"
          autoComplete="off"
          maxLength={200}
          {...useField('givenName')}
        />
        <NativeSelect
          className={classes.two ?? ''}
          label={t('register.title')}
          data={TITLES.map((title) => ({
            value: title,
            label: title === '' ? t('register.noTitle') : title,
          }))}
          {...useField('title')}
        />
        <NativeSelect
          className={classes.two ?? ''}
          label={<NeededLabel text={t('patient.gender')} />}
          data={[
            { value: '', label: t('register.choose') },
            ...GENDERS.map((gender) => ({ value: gender, label: t(`gender.${gender}`) })),
          ]}
          {...useField('gender')}
        />
        <TextInput
          className={classes.three ?? ''}
          label={<NeededLabel text={t('patient.born')} />}
          placeholder={t('register.bornForm')}
          autoComplete="off"
          inputMode="text"
          {...born}
          onBlur={() => {
            if (date !== null) change({ born: formatPlainDate(date) });
          }}
        />
        {isNewborn ? (
          <TextInput
            className={classes.two ?? ''}
            label={<NeededLabel text={t('register.bornTime')} />}
            placeholder="00:00"
            autoComplete="off"
            {...bornTime}
          />
        ) : (
          <TextInput
            className={classes.one ?? ''}
            label={t('register.age')}
            readOnly
            tabIndex={-1}
            value={age === null ? '' : t('register.ageValue', { age })}
          />
        )}
        <TextInput
          className={classes.reach ?? ''}
          label={t('register.phone')}
          type="tel"
          autoComplete="off"
          maxLength={50}
          {...useField('contact')}
        />
        <TextInput
          className={isNewborn ? (classes.three ?? '') : (classes.reach ?? '')}
          label={t('register.email')}
          type="email"
          autoComplete="off"
          maxLength={200}
          {...useField('email')}
        />
      </div>
    </section>
  );
}
