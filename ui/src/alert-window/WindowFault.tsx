import { useMessages } from '../lib/messages/messages.ts';
import classes from './WindowFault.module.css';

/** The last thing that went wrong. It stays until it has gone right or the alert is left. */
export function WindowFault() {
  const fault = useMessages().findLast((message) => message.tone !== 'pass');
  if (fault === undefined) return null;
  return (
    <p className={classes.fault} role="alert">
      <strong>{fault.title}</strong> {fault.text}
    </p>
  );
}
