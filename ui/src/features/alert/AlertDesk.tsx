import { useMediaQuery } from '@mantine/hooks';
import { useLocation } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { Alert, AlertCommand } from '../../api/types.ts';
import { useKeys } from '../../lib/keyboard/use-keys.ts';
import { useMe } from '../session/me.ts';
import { isUnanswered, useOpenAlerts } from './alert-queries.ts';
import classes from './AlertDesk.module.css';
import { AlertPanel } from './AlertPanel.tsx';
import { AlertStrip } from './AlertStrip.tsx';
import { AlertDeskProvider, markedAlert, useJustMoved } from './marked-alert.ts';
import { PinnedAlert } from './PinnedAlert.tsx';
import { useAnswer } from './use-answer.ts';

interface AlertDeskProps {
  readonly onOpen: (alert: Alert) => void;
  readonly children: ReactNode;
}

const NONE: readonly Alert[] = [];

/** The open alerts beside every screen: a panel where there is room, else a strip, a drawer and the pinned critical one. */
export function AlertDesk({ onOpen, children }: AlertDeskProps) {
  const phone = useMe().hospital?.alert_phone_number ?? null;
  const query = useOpenAlerts();
  const alerts = query.data ?? NONE;
  // A panel beside the board takes the room of the alerts' own: they then stand in the strip, the critical one on top.
  const hasSidePanel = useLocation({ select: ({ search }) => 'panel' in search || 'admit' in search });
  const isWide = useMediaQuery(`(min-width: ${hasSidePanel ? '1800' : '1440'}px)`, true, {
    getInitialValueInEffect: false,
  });
  const path = useLocation({ select: (location) => location.pathname });
  const onAlertScreen = path.startsWith('/alerts');
  const onAlertList = path === '/alerts';
  const [chosen, setChosen] = useState<string | null>(null);
  const [pinned, setPinned] = useState<string | null>(null);
  const [drawer, setDrawer] = useState(false);
  const answering = useAnswer(phone);

  const marked = markedAlert(alerts, pinned ?? chosen);
  const justMoved = useJustMoved(marked?.alert_id ?? null);
  const answer = (alert: Alert, action: AlertCommand) => {
    if (!answering.isPending && alert.allowed_actions.includes(action)) answering.mutate({ alert, action });
  };
  const act = (run: (alert: Alert) => void) => () => {
    if (marked !== null && !justMoved) run(marked);
    return true;
  };
  const step = (by: 1 | -1) => () => {
    const index = alerts.findIndex((alert) => alert.alert_id === marked?.alert_id);
    setChosen(alerts[index + by]?.alert_id ?? chosen);
    return true;
  };
  useKeys({
    'Alt A': act((alert) => {
      answer(alert, 'acknowledge');
    }),
    'Alt R': act((alert) => {
      answer(alert, 'respond');
    }),
    'Alt O': act(onOpen),
    'Alt ArrowUp': step(-1),
    'Alt ArrowDown': step(1),
    F9: () => {
      if (isWide || onAlertScreen) return false;
      setDrawer(!drawer);
      return true;
    },
  });

  const urgent = alerts.find((alert) => alert.severity === 'critical' && isUnanswered(alert)) ?? null;
  const showsPin =
    urgent !== null && urgent.alert_id !== pinned && !onAlertList && (onAlertScreen || (!isWide && !drawer));
  const closeDrawer = () => {
    setDrawer(false);
  };
  return (
    <AlertDeskProvider
      value={{
        marked,
        mark: setChosen,
        pin: setPinned,
        answer,
        open: onOpen,
        busy: answering.isPending,
        phone,
      }}
    >
      <div className={classes.desk}>
        {showsPin ? <PinnedAlert alert={urgent} /> : null}
        {children}
      </div>
      {onAlertScreen ? null : (
        <AlertPlaces
          query={query}
          isWide={isWide}
          drawer={drawer}
          onDrawer={setDrawer}
          onClose={closeDrawer}
        />
      )}
    </AlertDeskProvider>
  );
}

interface AlertPlacesProps {
  readonly query: ReturnType<typeof useOpenAlerts>;
  readonly isWide: boolean;
  readonly drawer: boolean;
  readonly onDrawer: (open: boolean) => void;
  readonly onClose: () => void;
}

function AlertPlaces({ query, isWide, drawer, onDrawer, onClose }: AlertPlacesProps) {
  if (isWide) return <AlertPanel query={query} />;
  return (
    <>
      <AlertStrip
        alerts={query.data ?? NONE}
        onOpen={() => {
          onDrawer(true);
        }}
      />
      {drawer ? (
        <div className={classes.drawer}>
          <AlertPanel query={query} onClose={onClose} />
        </div>
      ) : null}
    </>
  );
}
