import { useTranslation } from 'react-i18next';
import { DemoChip, DemoWatermark } from '../../design/DemoMark.tsx';
import { KeyCap } from '../../design/KeyCap.tsx';
import { Notice } from '../../design/Notice.tsx';
import { useInstallation } from '../installation/use-installation.ts';
import { useStation } from '../workstation/station-store.ts';
import { DemoPeople } from './DemoPeople.tsx';
import classes from './SignInScreen.module.css';
import { SignInForm } from './SignInForm.tsx';
import { StationIdentity } from './StationIdentity.tsx';
import { SystemStatus } from './SystemStatus.tsx';
import { useAlertWindowKeys } from './use-alert-window-keys.ts';
import { useSignIn } from './use-sign-in.ts';

/** Left: what this station is and whether the system works. Right: the form. No patient's name anywhere. */
export function SignInScreen() {
  const { t } = useTranslation();
  const station = useStation();
  const installation = useInstallation();
  const signIn = useSignIn();
  useAlertWindowKeys();
  const demo = installation.data?.demo ?? null;
  const isDemo = installation.data?.is_demo === true || station?.mode === 'demo';
  const needsSetup = station === null && installation.data?.needs_setup === true;
  return (
    <div className={classes.page}>
      <aside className={classes.left}>
        <StationIdentity station={station} installation={installation.data ?? null} />
        <SystemStatus station={station} />
        <p className={classes.secondary}>{t('secondary')}</p>
      </aside>
      <main className={classes.right}>
        {isDemo ? (
          <div className={classes.demoChip}>
            <DemoChip />
          </div>
        ) : null}
        <div className={classes.form}>
          <h1 className={classes.title}>{t('signIn.title')}</h1>
          {needsSetup ? (
            <Notice tone="warn">{t('signIn.needsSetup')}</Notice>
          ) : (
            <SignInForm signIn={signIn} canReach={!installation.isError} />
          )}
          {demo === null ? null : <DemoPeople demo={demo} signIn={signIn} />}
        </div>
        <p className={classes.foot}>
          <KeyCap keys="F1" /> {t('signIn.help')}
        </p>
      </main>
      {isDemo ? <DemoWatermark /> : null}
    </div>
  );
}
