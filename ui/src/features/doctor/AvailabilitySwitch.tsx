import { useTranslation } from 'react-i18next';
import type { Doctor } from '../../api/types.ts';
import { useMe } from '../session/me.ts';
import classes from './AvailabilitySwitch.module.css';
import { AvailabilityWord } from './AvailabilityWord.tsx';
import { useAvailability } from './doctor-writes.ts';
import { maySetAvailability } from './own-doctor.ts';

interface AvailabilitySwitchProps {
  readonly doctor: Doctor;
  readonly disabled: boolean;
}

/** Whether the doctor can be called on: a switch for the doctor and the administrator, a word for everybody else. */
export function AvailabilitySwitch({ doctor, disabled }: AvailabilitySwitchProps) {
  const { t } = useTranslation();
  const me = useMe();
  const setting = useAvailability();
  if (!maySetAvailability(doctor, me)) return <AvailabilityWord doctor={doctor} />;
  return (
    <button
      type="button"
      role="switch"
      aria-checked={doctor.is_available}
      aria-label={t('doctor.canBeCalled')}
      className={classes.switch}
      disabled={disabled || setting.isPending}
      onClick={() => {
        setting.mutate(doctor);
      }}
    >
      <span className={classes.track}>
        <span className={classes.knob} />
      </span>
      {t(doctor.is_available ? 'doctor.state.available' : 'doctor.state.away')}
    </button>
  );
}
