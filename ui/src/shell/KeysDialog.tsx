import { useLocation } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../design/Dialog.tsx';
import { KeyCap } from '../design/KeyCap.tsx';
import classes from './KeysDialog.module.css';

type Group = 'everywhere' | 'alerts' | 'board' | 'detail' | 'doctors' | 'doctor' | 'setup' | 'figures';
const KEYS = {
  everywhere: [
    ['F1', 'keys'],
    ['Esc', 'close'],
    ['F5', 'retry'],
    ['F9', 'panel'],
  ],
  alerts: [
    ['Alt A', 'acknowledge'],
    ['Alt R', 'respond'],
    ['Alt O', 'open'],
    ['Alt ↑', 'markUp'],
    ['Alt ↓', 'markDown'],
  ],
  board: [
    ['← ↑ → ↓', 'move'],
    ['J', 'next'],
    ['K', 'previous'],
    ['Enter', 'patient'],
    ['/', 'filter'],
    ['D', 'dense'],
    ['A', 'admit'],
    ['T', 'transfer'],
    ['1 – 9', 'chooseBed'],
    ['B', 'findBed'],
  ],
  detail: [
    ['F8', 'closeAlert'],
    ['Ctrl Enter', 'confirm'],
  ],
  doctors: [
    ['/', 'find'],
    ['J', 'nextRow'],
    ['K', 'previousRow'],
    ['Enter', 'openRow'],
    ['N', 'newDoctor'],
  ],
  doctor: [
    ['E', 'edit'],
    ['A', 'assignPatient'],
    ['H', 'addHospital'],
    ['Alt ←', 'back'],
  ],
  setup: [
    ['N', 'newHere'],
    ['B', 'addBeds'],
    ['J', 'nextRow'],
    ['K', 'previousRow'],
    ['← →', 'tabs'],
    ['Alt N', 'newHospital'],
    ['Ctrl Enter', 'save'],
  ],
  figures: [
    ['T', 'tables'],
    ['← →', 'day'],
  ],
} as const satisfies Record<Group, readonly (readonly [string, string])[]>;

interface KeysDialogProps {
  readonly onClose: () => void;
}

/** The keys of this screen, and of every screen. */
export function KeysDialog({ onClose }: KeysDialogProps) {
  const { t } = useTranslation();
  const path = useLocation({ select: (location) => location.pathname });
  const groups: Group[] = ['everywhere', 'alerts'];
  if (path.startsWith('/board')) groups.push('board');
  if (path.startsWith('/alerts/')) groups.push('detail');
  if (path === '/doctors') groups.push('doctors');
  if (path.startsWith('/doctors/')) groups.push('doctor');
  if (path.startsWith('/hospital')) groups.push('setup');
  if (path.startsWith('/statistics')) groups.push('figures');
  return (
    <Dialog onClose={onClose} title={t('keys.title')} size={640}>
      <div className={classes.groups}>
        {groups.map((group) => (
          <section key={group}>
            <h3 className={classes.title}>{t(`keys.group.${group}`)}</h3>
            <dl>
              {KEYS[group].map(([cap, word]) => (
                <div key={cap} className={classes.row}>
                  <dt>
                    <KeyCap keys={cap} />
                    <span className="visually-hidden">{cap}</span>
                  </dt>
                  <dd>{t(`keys.${word}`)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
