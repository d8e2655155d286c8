import { useEffect, useLayoutEffect, useRef } from 'react';
import type { Alert } from '../api/types.ts';
import type { WindowActions } from './NamedAlerts.tsx';
import classes from './Rehearsal.module.css';
import { SingleAlert } from './SingleAlert.tsx';
import { WindowFoot } from './WindowFoot.tsx';
import { WindowHead } from './WindowHead.tsx';

const NOWHEN = '2000-01-01T00:00:00Z';
/** About nobody, and says nothing: only the shape of an alert. */
const BLANK: Alert = {
  id: '',
  alert_id: '',
  alert_type: 'other',
  severity: 'critical',
  status: 'active',
  place: '–',
  triggered_by: 'system',
  trigger_data: {
    record_kind: 'other',
    value: '0',
    unit: '%',
    taken_at: NOWHEN,
    limit: '0',
    comparison: 'below',
    readings: [
      { value: '0', taken_at: NOWHEN },
      { value: '1', taken_at: NOWHEN },
    ],
  },
  occurrences: 1,
  hospital_id: '',
  raised_at: NOWHEN,
  last_occurrence_at: NOWHEN,
  reach: { recipients: 0, received: 0, displayed: 0, sounded: 0, nobody_reached: false, stations: [] },
  allowed_actions: ['acknowledge', 'respond', 'false_alarm'],
  version: 0,
};
const NO_ACTIONS: WindowActions = {
  inert: true,
  busy: false,
  answer: () => undefined,
  open: () => undefined,
  close: () => undefined,
};

/**
 * Lays out the shape of an alert once, before there is any, and goes. The first alert would otherwise wait while the
 * engine searches the PC's fonts, loads ours and compiles this page's code. It is hidden by its style as well as by the
 * window: nobody ever sees an alert that is none.
 */
export function Rehearsal({ onOver }: { readonly onOver: () => void }) {
  const stage = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    // A hidden page lays nothing out until it is asked for a size; that asks for the fonts, too.
    stage.current?.getBoundingClientRect();
  }, []);
  useEffect(() => {
    let current = true;
    void document.fonts.ready.then(() => {
      if (!current) return;
      stage.current?.getBoundingClientRect();
      onOver();
    });
    return () => {
      current = false;
    };
  }, [onOver]);
  return (
    <div ref={stage} className={classes.stage} aria-hidden="true" inert>
      <WindowHead first={BLANK} alerts={[BLANK]} />
      <SingleAlert alert={BLANK} actions={NO_ACTIONS} />
      <WindowFoot alert={BLANK} phone={null} note={null} />
    </div>
  );
}
