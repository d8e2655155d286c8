import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useField } from './form-binding.ts';
import classes from './register.module.css';

/** Where to find the patient, whom to call, who pays: all of it may be filled in later. */
export function WhereFields() {
  const { t } = useTranslation();
  const text = { autoComplete: 'off', maxLength: 200 } as const;
  return (
    <section className={classes.card}>
      <div className={classes.cardHead}>
        <h2>{t('register.where')}</h2>
        <span className={classes.aside}>{t('register.canWait')}</span>
      </div>
      <div className={classes.grid}>
        <TextInput
          className={classes.five ?? ''}
          label={t('register.line1')}
          {...text}
          {...useField('line1')}
        />
        <TextInput
          className={classes.three ?? ''}
          label={t('register.city')}
          {...text}
          {...useField('city')}
        />
        <TextInput
          className={classes.two ?? ''}
          label={t('register.postalCode')}
          {...text}
          {...useField('postalCode')}
        />
        <TextInput
          className={classes.two ?? ''}
          label={t('register.country')}
          {...text}
          {...useField('country')}
        />
        <TextInput
          className={classes.five ?? ''}
          label={t('register.kin')}
          {...text}
          {...useField('kinName')}
        />
        <TextInput
          className={classes.three ?? ''}
          label={t('register.kinRelation')}
          {...text}
          {...useField('kinRelation')}
        />
        <TextInput
          className={classes.four ?? ''}
          label={t('register.kinPhone')}
          type="tel"
          {...text}
          {...useField('kinPhone')}
        />
        <TextInput
          className={classes.five ?? ''}
          label={t('register.insurer')}
          {...text}
          {...useField('insuranceProvider')}
        />
        <TextInput
          className={classes.three ?? ''}
          label={t('register.insuranceNumber')}
          {...text}
          {...useField('insuranceNumber')}
        />
      </div>
    </section>
  );
}
