import { Loader, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/Button.tsx';
import { CheckMark } from '../../design/CheckMark.tsx';
import { Notice } from '../../design/Notice.tsx';
import { useKeys } from '../../lib/keyboard/use-keys.ts';
import type { StationPort } from '../../platform/platform.ts';
import type { ServerCheck } from '../../platform/station-state.ts';
import classes from './ServerPanel.module.css';

interface ServerPanelProps {
  readonly port: StationPort;
  readonly url: string;
  readonly onUrl: (url: string) => void;
  readonly check: ServerCheck | null;
  readonly onCheck: (check: ServerCheck | null) => void;
}

export function ServerPanel({ port, url, onUrl, check, onCheck }: ServerPanelProps) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const [wrong, setWrong] = useState(false);
  const ask = () => {
    if (!/^https?:\/\/[^\s/]+/.test(url.trim())) {
      setWrong(true);
      return;
    }
    setAsking(true);
    onCheck(null);
    port
      .checkServer(url.trim())
      .then(onCheck, (reason: unknown) => {
        onCheck({ reachable: false, problem: reason instanceof Error ? reason.message : String(reason) });
      })
      .finally(() => {
        setAsking(false);
      });
  };
  useKeys({
    F5: () => {
      ask();
      return true;
    },
  });
  return (
    <section className={classes.panel}>
      <form
        className={classes.ask}
        onSubmit={(event) => {
          event.preventDefault();
          ask();
        }}
      >
        <TextInput
          className={classes.address}
          label={t('firstRun.address')}
          placeholder={t('firstRun.addressHint')}
          value={url}
          error={wrong ? t('firstRun.addressWrong') : undefined}
          onChange={(event) => {
            setWrong(false);
            onCheck(null);
            onUrl(event.currentTarget.value);
          }}
          autoFocus
          spellCheck={false}
        />
        <Button submit keys="F5" size="large" disabled={asking}>
          {check === null ? t('firstRun.check') : t('firstRun.checkAgain')}
        </Button>
      </form>
      {asking ? (
        <p className={classes.asking} role="status">
          <Loader size={14} /> {t('firstRun.checking')}
        </p>
      ) : null}
      {check === null ? null : <Health check={check} />}
      {url.startsWith('http://') ? <Notice tone="warn">{t('firstRun.plainHttp')}</Notice> : null}
    </section>
  );
}

function Health({ check }: { readonly check: ServerCheck }) {
  const { t } = useTranslation();
  const answer = check.reachable
    ? t('firstRun.answered', { ms: check.latency_ms ?? '–' })
    : (check.problem ?? t('firstRun.notAnswered'));
  return (
    <div aria-live="polite">
      <h2 className={classes.subtitle}>{t('firstRun.health')}</h2>
      <dl className={classes.rows}>
        <div className={classes.row}>
          <dt>
            <CheckMark result={check.reachable ? 'pass' : 'stop'} />
            {t('firstRun.serverRow')}
          </dt>
          <dd>{answer}</dd>
          <dd className={classes.aside}>
            {check.version == null ? '' : t('firstRun.serverVersion', { version: check.version })}
          </dd>
        </div>
        {check.reachable ? (
          <div className={classes.row}>
            <dt>
              <CheckMark result={check.is_demo === true ? 'warn' : 'pass'} />
              {t('firstRun.kindRow')}
            </dt>
            <dd>{check.is_demo === true ? t('firstRun.kindDemo') : t('firstRun.kindReal')}</dd>
            <dd />
          </div>
        ) : null}
      </dl>
    </div>
  );
}
