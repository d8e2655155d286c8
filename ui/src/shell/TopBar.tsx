import { useTranslation } from 'react-i18next';
import { Button } from '../design/Button.tsx';
import { DemoChip } from '../design/DemoMark.tsx';
import { Icon } from '../design/Icon.tsx';
import { Logo } from '../design/Logo.tsx';
import { countBySeverity, useOpenAlerts } from '../features/alert/alert-queries.ts';
import { SeverityCounts } from '../features/alert/SeverityCounts.tsx';
import { FindBox } from '../features/patient/search/FindBox.tsx';
import { hearsAlerts, useMe } from '../features/session/me.ts';
import { signOut } from '../features/session/session-store.ts';
import { useStation } from '../features/workstation/station-store.ts';
import { LinkState, SoundState } from './LinkState.tsx';
import classes from './TopBar.module.css';

export function TopBar({ isDemo }: { readonly isDemo: boolean }) {
  const { t } = useTranslation();
  const me = useMe();
  const station = useStation();
  const workstation = station?.workstation ?? null;
  const wards = me.wards.map((ward) => ward.name).join(', ');
  const initials = me.full_name
    .replace(/^Dr /, '')
    .split(/\s+/)
    .map((part) => part.charAt(0))
    .slice(0, 2)
    .join('');
  return (
    <header className={classes.bar}>
      <span className={classes.logo}>
        <Logo />
      </span>
      <div className={classes.place}>
        <strong>{me.hospital?.name ?? t('product')}</strong>
        {me.wards.length === 0 ? null : (
          <span title={wards}>{t('top.wards', { count: me.wards.length })}</span>
        )}
      </div>
      {me.permissions.includes('patient_search') ? <FindBox /> : null}
      {isDemo ? <DemoChip room="bar" /> : null}
      <span className={classes.spring} />
      <LinkState />
      <SoundState />
      {hearsAlerts(me) ? <OpenCounts /> : null}
      <div className={classes.part}>
        <Icon name="building" />
        <div className={classes.two}>
          <strong>{workstation?.name ?? t('top.browser')}</strong>
          <span>{workstation === null ? t('top.cannotAlarm') : t(`kind.${workstation.kind}`)}</span>
        </div>
      </div>
      <div className={classes.part}>
        <span className={classes.initials} aria-hidden="true">
          {initials}
        </span>
        <div className={classes.two}>
          <strong data-testid="signed-in-as">
            <bdi>{me.full_name}</bdi>
          </strong>
          <span>{t(`role.${me.role}`)}</span>
        </div>
      </div>
      <Button size="small" icon="leaving" onClick={() => void signOut()}>
        {t('top.signOut')}
      </Button>
    </header>
  );
}

function OpenCounts() {
  const { t } = useTranslation();
  const alerts = useOpenAlerts();
  return (
    <div className={classes.counts} role="group" aria-label={t('top.openAlerts')}>
      {alerts.data === undefined ? (
        <span className={classes.unknown}>{alerts.isError ? t('top.alertsUnknown') : t('loading')}</span>
      ) : (
        <SeverityCounts counts={countBySeverity(alerts.data)} />
      )}
    </div>
  );
}
