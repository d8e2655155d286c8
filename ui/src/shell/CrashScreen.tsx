import { useTranslation } from 'react-i18next';
import { Button } from '../design/Button.tsx';
import { Notice } from '../design/Notice.tsx';
import { SplashScreen } from './SplashScreen.tsx';

/** A fault of this program: said plainly, with the one thing to do. */
export function CrashScreen() {
  const { t } = useTranslation();
  return (
    <SplashScreen>
      <Notice tone="stop">{t('error.crash')}</Notice>
      <Button
        tone="primary"
        onClick={() => {
          window.location.reload();
        }}
      >
        {t('error.reload')}
      </Button>
    </SplashScreen>
  );
}
