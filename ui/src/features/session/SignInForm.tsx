import { PasswordInput, TextInput } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/Button.tsx';
import { Icon } from '../../design/Icon.tsx';
import { Notice } from '../../design/Notice.tsx';
import { useSessionEnd } from './session-store.ts';
import classes from './SignInForm.module.css';
import type { SignInAttempt } from './use-sign-in.ts';
import { platform } from '../../platform/current-platform.ts';

interface SignInFormProps {
  readonly signIn: SignInAttempt;
  readonly canReach: boolean;
}

export function SignInForm({ signIn, canReach }: SignInFormProps) {
  const { t } = useTranslation();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [capsLock, setCapsLock] = useState(false);
  const ending = useSessionEnd();
  const watchCapsLock = (event: KeyboardEvent) => {
    setCapsLock(event.getModifierState('CapsLock'));
  };
  const signedOut = platform.kind === 'desktop' ? t('signIn.signedOut') : t('signIn.signedOutBrowser');
  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        signIn.run(email, password);
      }}
    >
      {ending === null ? null : (
        <Notice tone={ending === 'ended' ? 'warn' : 'note'}>
          {ending === 'ended' ? t('signIn.ended') : signedOut}
        </Notice>
      )}
      {canReach ? null : <Notice tone="stop">{t('signIn.unreachable')}</Notice>}
      <TextInput
        label={t('signIn.email')}
        value={email}
        autoFocus
        autoComplete="username"
        inputMode="email"
        spellCheck={false}
        onChange={(event) => {
          setEmail(event.currentTarget.value);
        }}
      />
      <div className={classes.password}>
        <span className={classes.hint}>{t('signIn.forgotten')}</span>
        <PasswordInput
          label={t('signIn.password')}
          value={password}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
          onKeyUp={watchCapsLock}
          onChange={(event) => {
            setPassword(event.currentTarget.value);
          }}
        />
      </div>
      {capsLock ? <p className={classes.caps}>{t('signIn.capsLock')}</p> : null}
      {signIn.problem === null ? null : <Notice tone="stop">{signIn.problem}</Notice>}
      <Button submit tone="primary" size="large" wide keys="Enter" disabled={signIn.busy || signIn.waiting}>
        {signIn.busy ? t('signIn.working') : t('signIn.action')}
      </Button>
      <p className={classes.attempts}>
        <Icon name="lock" size={14} /> {t('signIn.attempts')}
      </p>
    </form>
  );
}
