import { useTranslation } from 'react-i18next';
import { CheckMark } from '../design/CheckMark.tsx';
import { Icon } from '../design/Icon.tsx';
import { useKeys } from '../lib/keyboard/use-keys.ts';
import { type Message, unsay, useMessages } from '../lib/messages/messages.ts';
import classes from './Messages.module.css';

/** What came of the last actions. Over the rail's side of the screen, never over the alerts. */
export function Messages() {
  const messages = useMessages();
  const newest = messages.at(-1);
  useKeys(
    {
      Escape: () => {
        if (newest === undefined) return false;
        unsay(newest.id);
        return true;
      },
    },
    newest !== undefined,
  );
  return (
    <div className={classes.messages} aria-live="assertive" data-testid="messages">
      {messages.map((message) => (
        <MessageRow key={message.id} message={message} />
      ))}
    </div>
  );
}

function MessageRow({ message }: { readonly message: Message }) {
  const { t } = useTranslation();
  return (
    <div className={classes.message} data-tone={message.tone}>
      <CheckMark result={message.tone} />
      <div className={classes.words}>
        <strong>{message.title}</strong>
        {message.text === '' ? null : <span>{message.text}</span>}
      </div>
      <button
        type="button"
        className={classes.close}
        aria-label={t('frame.close')}
        onClick={() => {
          unsay(message.id);
        }}
      >
        <Icon name="cross" size={14} />
      </button>
    </div>
  );
}
