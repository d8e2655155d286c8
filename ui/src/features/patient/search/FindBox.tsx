import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../../design/Icon.tsx';
import { KeyCap } from '../../../design/KeyCap.tsx';
import { useKeys } from '../../../lib/keyboard/use-keys.ts';
import classes from './FindBox.module.css';
import { FindPalette } from './FindPalette.tsx';

/** The one box in the top bar. Ctrl K from anywhere. */
export function FindBox() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const before = useRef<Element | null>(null);
  const show = () => {
    before.current = document.activeElement;
    setOpen(true);
  };
  useKeys({
    'Ctrl K': () => {
      if (!open) show();
      return true;
    },
  });
  return (
    <>
      <button
        type="button"
        className={classes.box}
        aria-keyshortcuts="Control+K"
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={show}
      >
        <Icon name="find" />
        <span className={classes.words}>
          <span className={classes.long}>{t('find.box')}</span>
          <span className={classes.short} aria-hidden="true">
            {t('find.boxShort')}
          </span>
        </span>
        <KeyCap keys="Ctrl K" />
      </button>
      {open ? (
        <FindPalette
          onClose={(chosen) => {
            setOpen(false);
            if (!chosen && before.current instanceof HTMLElement) before.current.focus();
          }}
        />
      ) : null}
    </>
  );
}
