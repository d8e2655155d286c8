import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Doctor } from '../../api/types.ts';
import { Chip } from '../../design/Chip.tsx';
import { genderWord } from '../patient/gender.ts';
import classes from './DoctorFacts.module.css';
import { LicenceMark } from './LicenceMark.tsx';

/** What is kept about a doctor. What is not known says so. */
export function DoctorFacts({ doctor }: { readonly doctor: Doctor }) {
  const { t } = useTranslation();
  return (
    <section className={classes.card} aria-label={t('doctor.about')}>
      <dl>
        <Fact name={t('doctor.column.licence')}>
          <LicenceMark doctor={doctor} />
        </Fact>
        <Fact name={t('doctor.field.specializations')}>
          <Words words={doctor.specializations} />
        </Fact>
        <Fact name={t('doctor.field.qualifications')}>
          <Words words={doctor.qualifications} />
        </Fact>
        <Fact name={t('doctor.field.contact')}>
          <Text text={doctor.contact} />
        </Fact>
        <Fact name={t('doctor.field.email')}>
          <Text text={doctor.email} />
        </Fact>
        <Fact name={t('doctor.experience')}>
          {doctor.experience_years == null ? (
            <Text text={null} />
          ) : (
            t('doctor.years', { count: doctor.experience_years })
          )}
        </Fact>
        <Fact name={t('doctor.field.gender')}>
          <Text text={doctor.gender == null ? null : genderWord(doctor.gender, t)} />
        </Fact>
      </dl>
    </section>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Words({ words }: { readonly words: readonly string[] }) {
  const { t } = useTranslation();
  if (words.length === 0) return <span className={classes.none}>{t('doctor.notRecorded')}</span>;
  return (
    <span className={classes.words}>
      {words.map((word) => (
        <Chip key={word} tone="note">
          <bdi>{word}</bdi>
        </Chip>
      ))}
    </span>
  );
}

function Text({ text }: { readonly text: string | null | undefined }) {
  const { t } = useTranslation();
  return text == null || text === '' ? (
    <span className={classes.none}>{t('doctor.notRecorded')}</span>
  ) : (
    <bdi className={classes.text}>{text}</bdi>
  );
}
