import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../design/Button.tsx';
import { Dialog } from '../design/Dialog.tsx';
import { acceptStation } from '../features/workstation/station-store.ts';
import { useKeys } from '../lib/keyboard/use-keys.ts';
import { say } from '../lib/messages/messages.ts';
import { platform } from '../platform/current-platform.ts';
import type { StationPort } from '../platform/platform.ts';
import classes from './QuitDialog.module.css';

/** Quitting a station leaves its wards with one alarm fewer: it is asked, on whatever screen is open. */
export function QuitDialog() {
  const [asked, setAsked] = useState(false);
  const port = platform.station;
  useEffect(
    () =>
      port?.onQuitRequested(() => {
        setAsked(true);
      }),
    [port],
  );
  if (!asked || port === null) return null;
  return (
    <Question
      port={port}
      onStay={() => {
        setAsked(false);
      }}
    />
  );
}

function Question({ port, onStay }: { readonly port: StationPort; readonly onStay: () => void }) {
  const { t } = useTranslation();
  const quit = () => {
    port.quitConfirmed().then(acceptStation, (reason: unknown) => {
      say({ tone: 'stop', title: t('quit.failed'), text: String(reason) });
    });
  };
  useKeys({
    'Ctrl Enter': () => {
      quit();
      return true;
    },
  });
  return (
    <Dialog title={t('quit.title')} size={480} onClose={onStay}>
      <p>{t('quit.text')}</p>
      <div className={classes.foot}>
        <Button tone="answer" size="large" keys="Ctrl Enter" onClick={quit}>
          {t('quit.action')}
        </Button>
        <Button size="large" keys="Esc" onClick={onStay} data-autofocus>
          {t('quit.stay')}
        </Button>
      </div>
    </Dialog>
  );
}
