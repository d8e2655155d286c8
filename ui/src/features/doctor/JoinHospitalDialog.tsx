import { NativeSelect, TextInput } from '@mantine/core';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCreationKey } from '../../api/creation-key.ts';
import { problemOf } from '../../api/problem.ts';
import type { Doctor } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog } from '../../design/Dialog.tsx';
import { Notice } from '../../design/Notice.tsx';
import { Placeholder } from '../../design/Placeholder.tsx';
import { errorWords } from '../../lib/errors/error-words.ts';
import { useKeys } from '../../lib/keyboard/use-keys.ts';
import { useDepartments, useHospitals } from '../hospital/hospital-queries.ts';
import { useMe } from '../session/me.ts';
import { useJoinHospital } from './doctor-writes.ts';
import classes from './forms.module.css';

interface JoinHospitalDialogProps {
  readonly doctor: Doctor;
  readonly onClose: () => void;
}

/** Where a doctor works from now on. The departments that exist are suggested; another word is taken too. */
export function JoinHospitalDialog({ doctor, onClose }: JoinHospitalDialogProps) {
  const { t } = useTranslation();
  const me = useMe();
  const suggestions = useId();
  const hospitals = useHospitals();
  const [chosen, setChosen] = useState<string | null>(null);
  const [department, setDepartment] = useState('');
  const [position, setPosition] = useState('');
  const [tried, setTried] = useState(false);
  const hospital = chosen ?? me.hospital?.id ?? hospitals.data?.[0]?.id ?? '';
  const departments = useDepartments(hospital, hospital !== '');
  const joining = useJoinHospital(doctor.doctor_id, useCreationKey());
  const isMissing = department.trim() === '';
  const confirm = () => {
    setTried(true);
    if (isMissing || hospital === '' || joining.isPending) return;
    const words = position.trim();
    joining.mutate(
      { hospital, post: { department: department.trim(), position: words === '' ? null : words } },
      { onSuccess: onClose },
    );
  };
  useKeys({
    'Ctrl Enter': () => {
      confirm();
      return true;
    },
  });
  return (
    <Dialog onClose={onClose} title={t('doctor.joinTitle', { name: doctor.full_name })} size={520}>
      {hospitals.isPending ? <Placeholder kind="loading" /> : null}
      {hospitals.isError ? (
        <Placeholder
          kind="error"
          text={errorWords(problemOf(hospitals.error), t)}
          onRetry={() => void hospitals.refetch()}
        />
      ) : null}
      {hospitals.data === undefined ? null : (
        <div className={classes.fields}>
          <NativeSelect
            label={t('doctor.column.hospital')}
            value={hospital}
            data={hospitals.data.map((one) => ({ value: one.id, label: one.name }))}
            onChange={(event) => {
              setChosen(event.currentTarget.value);
            }}
          />
          <div className={classes.pair}>
            <TextInput
              label={t('doctor.column.department')}
              value={department}
              list={suggestions}
              autoComplete="off"
              maxLength={200}
              data-autofocus
              error={tried && isMissing ? t('doctor.fault.required') : undefined}
              onChange={(event) => {
                setDepartment(event.currentTarget.value);
              }}
            />
            <TextInput
              label={t('doctor.column.position')}
              value={position}
              autoComplete="off"
              maxLength={200}
              onChange={(event) => {
                setPosition(event.currentTarget.value);
              }}
            />
          </div>
          <datalist id={suggestions}>
            {departments.data?.map((one) => (
              <option key={one.id} value={one.name} />
            ))}
          </datalist>
        </div>
      )}
      {joining.isError ? (
        <Notice tone="stop" title={t('notSaved')}>
          {errorWords(problemOf(joining.error), t)}
        </Notice>
      ) : null}
      <div className={classes.foot}>
        <Button
          tone="primary"
          size="large"
          keys="Ctrl Enter"
          disabled={joining.isPending || hospital === ''}
          onClick={confirm}
        >
          {t('doctor.join')}
        </Button>
        <Button size="large" keys="Esc" onClick={onClose}>
          {t('closing.cancel')}
        </Button>
      </div>
    </Dialog>
  );
}
