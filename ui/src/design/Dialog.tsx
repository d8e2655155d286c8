import { Modal } from '@mantine/core';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeys } from '../lib/keyboard/use-keys.ts';
import { isEntry } from '../lib/entry/entry.ts';
import { useFocusGivenBack } from '../lib/keyboard/use-focus-given-back.ts';
import { Button } from './Button.tsx';

interface DialogProps {
  readonly title: string;
  readonly size: number;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/**
 * A panel over the screen. It takes the focus and gives it back; Esc closes it and nothing below; it dims no alert.
 * What was typed in it is thrown away by a slip of Esc or of the mouse only after it was asked about.
 */
export function Dialog({ title, size, onClose, children }: DialogProps) {
  const { t } = useTranslation();
  useFocusGivenBack();
  const entered = useRef(false);
  const [asks, setAsks] = useState(false);
  const close = () => {
    if (entered.current) setAsks(true);
    else onClose();
  };
  useKeys({
    Escape: () => {
      close();
      return true;
    },
  });
  return (
    <Modal
      opened
      onClose={close}
      title={title}
      size={size}
      centered
      closeOnEscape={false}
      closeOnClickOutside={false}
      overlayProps={{ backgroundOpacity: 0 }}
      closeButtonProps={{ 'aria-label': t('frame.close') }}
    >
      <div
        onChange={(event) => {
          if (isEntry(event.target)) entered.current = true;
        }}
      >
        {children}
      </div>
      {asks ? (
        <LeaveDialog
          onStay={() => {
            setAsks(false);
          }}
          onLeave={onClose}
        />
      ) : null}
    </Modal>
  );
}

interface LeaveDialogProps {
  readonly onStay: () => void;
  readonly onLeave: () => void;
}

/** Asks before what was typed is thrown away. The way back has the focus, and is what Esc does. */
export function LeaveDialog({ onStay, onLeave }: LeaveDialogProps) {
  const { t } = useTranslation();
  useKeys({
    'Ctrl Enter': () => true,
  });
  return (
    <Dialog onClose={onStay} title={t('leave.title')} size={440}>
      <p>{t('leave.text')}</p>
      <div style={{ display: 'flex', gap: 8, marginTop: 16 }}>
        <Button tone="primary" size="large" keys="Esc" data-autofocus onClick={onStay}>
          {t('leave.stay')}
        </Button>
        <Button size="large" onClick={onLeave}>
          {t('leave.leave')}
        </Button>
      </div>
    </Dialog>
  );
}
