import { useTranslation } from 'react-i18next';
import type { Installation, Workstation } from '../../api/types.ts';
import { Chip } from '../../design/Chip.tsx';
import { Logo } from '../../design/Logo.tsx';
import type { StationState } from '../../platform/station-state.ts';
import classes from './StationIdentity.module.css';

interface StationIdentityProps {
  readonly station: StationState | null;
  readonly installation: Installation | null;
}

export function StationIdentity({ station, installation }: StationIdentityProps) {
  const { t } = useTranslation();
  const version = station?.version ?? installation?.version ?? null;
  const workstation = station?.workstation ?? null;
  return (
    <>
      <div className={classes.brand}>
        <Logo />
        {t('product')}
        {version === null ? null : <span className={classes.version}>{t('version', { version })}</span>}
      </div>
      <div className={classes.identity}>
        <p className={classes.hospital}>{workstation?.hospital.name ?? installation?.hospital_name ?? ''}</p>
        <p className={classes.name} data-testid="station-name">
          {workstation?.name ?? (station === null ? t('signIn.browser') : t('signIn.noName'))}
        </p>
        {workstation === null ? null : <Place workstation={workstation} />}
        {station === null ? <p className={classes.place}>{t('signIn.browserLead')}</p> : null}
        {workstation === null ? null : (
          <div className={classes.chips}>
            <Chip icon="building">
              {workstation.kind === 'nurse_station' ? t('signIn.shared') : t('signIn.personal')}
            </Chip>
            {station?.sound.state === 'on' ? (
              <Chip icon="sound">{t('signIn.sounds')}</Chip>
            ) : (
              <Chip icon="mute">{t('signIn.silent')}</Chip>
            )}
            {station?.credential_saved === false ? <Chip icon="key">{t('signIn.enrolAgain')}</Chip> : null}
          </div>
        )}
      </div>
    </>
  );
}

function Place({ workstation }: { readonly workstation: Workstation }) {
  const { t } = useTranslation();
  const wards = new Intl.ListFormat('en-GB').format(workstation.wards.map((ward) => ward.name));
  const beds = t('signIn.beds', { count: workstation.bed_count });
  return <p className={classes.place}>{[wards, beds].filter((part) => part !== '').join(', ')}</p>;
}
