import { useMantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/Button.tsx';
import { CheckMark, type CheckResult } from '../../design/CheckMark.tsx';
import { Notice } from '../../design/Notice.tsx';
import { Screen } from '../../design/Screen.tsx';
import { platform } from '../../platform/current-platform.ts';
import type { StationPort } from '../../platform/platform.ts';
import type { StationState } from '../../platform/station-state.ts';
import { useInstallation } from '../installation/use-installation.ts';
import { useStationCommand } from '../installation/use-station-command.ts';
import classes from './StationSettingsScreen.module.css';
import { useStation } from './station-store.ts';

const THEMES = ['auto', 'light', 'dark'] as const;

/** What this station is and can do, and the few things that are set here. */
export function StationSettingsScreen() {
  const { t } = useTranslation();
  const station = useStation();
  const installation = useInstallation();
  const port = platform.station;
  const version = station?.version ?? installation.data?.version ?? t('settings.unknown');
  return (
    <Screen title={station?.workstation?.name ?? t('settings.title')}>
      <div className={classes.stack}>
        {station === null || port === null ? (
          <Notice tone="warn">{t('settings.browser')}</Notice>
        ) : (
          <StationFacts station={station} port={port} />
        )}
        <section className={classes.card}>
          <h2 className={classes.heading}>{t('settings.screen')}</h2>
          <div className={classes.row}>
            <span />
            <span className={classes.name}>{t('settings.theme')}</span>
            <ThemeChoice />
          </div>
          <div className={classes.row}>
            <span />
            <span className={classes.name}>{t('settings.version')}</span>
            <span>{version}</span>
          </div>
        </section>
      </div>
    </Screen>
  );
}

function ThemeChoice() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <div className={classes.choice} role="radiogroup" aria-label={t('settings.theme')}>
      {THEMES.map((theme) => (
        <button
          key={theme}
          type="button"
          role="radio"
          aria-checked={theme === colorScheme}
          className={classes.option}
          onClick={() => {
            setColorScheme(theme);
          }}
        >
          {t(`settings.themes.${theme}`)}
        </button>
      ))}
    </div>
  );
}

function StationFacts({ station, port }: { readonly station: StationState; readonly port: StationPort }) {
  const { t } = useTranslation();
  const command = useStationCommand();
  const sound: CheckResult = station.sound.state === 'on' ? 'pass' : 'warn';
  const device = station.sound.device ?? t('settings.noDevice');
  return (
    <section className={classes.card}>
      <h2 className={classes.heading}>{t('settings.station')}</h2>
      <Row
        name={t('settings.kind')}
        words={station.workstation == null ? t('settings.unknown') : t(`kind.${station.workstation.kind}`)}
      />
      <Row
        name={t('settings.wards')}
        words={station.workstation?.wards.map((ward) => ward.name).join(', ') ?? t('settings.unknown')}
      />
      <Row
        name={t('settings.mode')}
        words={station.mode === null ? t('settings.unknown') : t(`settings.modes.${station.mode}`)}
      />
      {station.server_url == null ? null : <Row name={t('settings.server')} words={station.server_url} />}
      <Row
        name={t('settings.listener')}
        words={station.listener == null ? t('settings.noListener') : `http://${station.listener.address}`}
      />
      <Row
        name={t('settings.keychain')}
        result={station.keychain === 'available' ? 'pass' : 'warn'}
        words={t(`settings.keychains.${station.keychain}`)}
      />
      <Row
        name={t('settings.credential')}
        result={station.credential_saved ? 'pass' : 'warn'}
        words={station.credential_saved ? t('settings.credentialSaved') : t('settings.credentialLost')}
      />
      <div className={classes.row}>
        <CheckMark result={sound} />
        <span className={classes.name}>{t('settings.sound')}</span>
        <span className={classes.sound}>
          {t(`settings.sounds.${station.sound.state}`, { device })}
          <Button
            icon="sound"
            disabled={command.busy}
            onClick={() => {
              command.run(port.testSound);
            }}
          >
            {t('settings.testSound')}
          </Button>
        </span>
      </div>
      {command.problem === null ? null : <Notice tone="stop">{command.problem}</Notice>}
    </section>
  );
}

interface RowProps {
  readonly name: string;
  readonly words: string;
  readonly result?: CheckResult;
}

function Row({ name, words, result }: RowProps) {
  return (
    <div className={classes.row}>
      {result === undefined ? <span /> : <CheckMark result={result} />}
      <span className={classes.name}>{name}</span>
      <bdi>{words}</bdi>
    </div>
  );
}
