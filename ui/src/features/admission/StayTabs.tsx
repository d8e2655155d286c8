import { useTranslation } from 'react-i18next';
import { KeyCap } from '../../design/KeyCap.tsx';
import { useBoardPlace } from '../ward/board-place.ts';
import type { Stay } from '../ward/board-model.ts';
import classes from './StayTabs.module.css';

const TABS = [
  { panel: 'transfer', keys: 'T' },
  { panel: 'discharge' },
  { panel: 'plan' },
  { panel: 'send' },
  { panel: 'cancel' },
] as const satisfies readonly { panel: string; keys?: string }[];

/** What can be done with a stay. Each opens its own panel; nothing happens from here. */
export function StayTabs({ stay }: { readonly stay: Stay }) {
  const { t } = useTranslation();
  const place = useBoardPlace();
  return (
    <nav className={classes.tabs} aria-label={t('stay.actions')}>
      {TABS.map((tab) => (
        <button
          key={tab.panel}
          type="button"
          className={classes.tab}
          aria-current={place.panel === tab.panel ? 'true' : undefined}
          aria-keyshortcuts={'keys' in tab ? tab.keys : undefined}
          onClick={() => {
            place.go({ panel: tab.panel, patient: stay.occupant.patient.id });
          }}
        >
          {t(`stay.tab.${tab.panel}`)}
          {'keys' in tab ? <KeyCap keys={tab.keys} /> : null}
        </button>
      ))}
    </nav>
  );
}
