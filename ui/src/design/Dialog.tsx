import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeys } from '../lib/keyboard/use-keys.ts';

interface DialogProps {
  readonly title: string;
  readonly size: number;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A panel over the screen. It takes the focus and gives it back; Esc closes it and nothing below; it dims no alert. */
export function Dialog({ title, size, onClose, children }: DialogProps) {
  const { t } = useTranslation();
  useKeys({
    Escape: () => {
      onClose();
      return true;
    },
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={size}
      centered
      closeOnEscape={false}
      closeOnClickOutside={false}
      overlayProps={{ backgroundOpacity: 0 }}
      closeButtonProps={{ 'aria-label': t('frame.close') }}
    >
      {children}
    </Modal>
  );
}
