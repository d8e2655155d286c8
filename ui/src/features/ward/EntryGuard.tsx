import { type ReactNode, useEffect } from 'react';
import { isEntry, panelEntry } from '../../lib/entry/entry.ts';
import { LeaveGuard, type Place } from '../patient/LeaveGuard.tsx';
import classes from './EntryGuard.module.css';
import { boardSearch } from './board-place.ts';

/** What is typed beside the board is not lost by Esc, nor by a click on another card, without being asked. */
export function EntryGuard({ children }: { readonly children: ReactNode }) {
  useEffect(() => panelEntry.end, []);
  return (
    <div
      className={classes.guard}
      onChange={(event) => {
        if (isEntry(event.target)) panelEntry.begin();
      }}
    >
      <LeaveGuard
        isUnsaved={panelEntry.isUnsaved}
        loses={(from, to) => formOf(from) !== formOf(to)}
        onLeave={panelEntry.end}
      />
      {children}
    </div>
  );
}

/** Which form an address stands for. Choosing a bed, or for whom one is kept, stays in the same. */
function formOf({ pathname, search }: Place): string {
  const { ward, panel, patient, bed, admit } = boardSearch({ ...search });
  const about = panel === 'reserve' || panel === 'bed' ? bed : (admit ?? patient);
  return JSON.stringify([pathname, ward, admit === undefined ? panel : 'admit', about]);
}
