import { useEffect, useState } from 'react';
import type { Alert } from '../api/types.ts';

export interface Closing {
  /** The alert whose closing note is open, as it was when it was opened. */
  readonly alert: Alert | null;
  readonly note: string;
  readonly open: (alert: Alert) => void;
  readonly write: (note: string) => void;
  /** Puts the note away; its words are there again when it is opened again. */
  readonly leave: () => void;
  readonly done: () => void;
}

const NO_NOTES: ReadonlyMap<string, string> = new Map();

/** Which alert is being closed, and the words so far. They go with the person who wrote them. */
export function useClosing(isSignedIn: boolean): Closing {
  const [alert, setAlert] = useState<Alert | null>(null);
  const [notes, setNotes] = useState(NO_NOTES);
  const [wasSignedIn, setWasSignedIn] = useState(isSignedIn);
  if (wasSignedIn !== isSignedIn) {
    setWasSignedIn(isSignedIn);
    setAlert(null);
    setNotes(NO_NOTES);
  }
  useEffect(() => {
    // The next alert must find the window as it is for alerts, not behind an old note.
    const leaveWhenHidden = () => {
      if (document.visibilityState !== 'visible') setAlert(null);
    };
    document.addEventListener('visibilitychange', leaveWhenHidden);
    return () => {
      document.removeEventListener('visibilitychange', leaveWhenHidden);
    };
  }, []);
  return {
    alert,
    note: alert === null ? '' : (notes.get(alert.alert_id) ?? ''),
    open: setAlert,
    write: (note) => {
      if (alert !== null) setNotes(new Map([...notes, [alert.alert_id, note]]));
    },
    leave: () => {
      setAlert(null);
    },
    done: () => {
      setAlert(null);
      setNotes(new Map([...notes].filter(([alertId]) => alertId !== alert?.alert_id)));
    },
  };
}
