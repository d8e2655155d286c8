import { useTranslation } from 'react-i18next';
import { Icon, type IconName } from '../../design/Icon.tsx';
import { KeyCap } from '../../design/KeyCap.tsx';
import type { StartChoice } from './FirstRunScreen.tsx';
import classes from './StartCard.module.css';

const WORDS = { demo: 'demo', this_pc: 'thisPc', server: 'server' } as const;

interface StartCardProps {
  readonly choice: StartChoice;
  readonly chosen: StartChoice;
  readonly icon: IconName;
  readonly keys: string;
  readonly onChoose: (choice: StartChoice) => void;
}

export function StartCard({ choice, chosen, icon, keys, onChoose }: StartCardProps) {
  const { t } = useTranslation();
  const words = WORDS[choice];
  const isChosen = choice === chosen;
  return (
    <button
      type="button"
      role="radio"
      aria-checked={isChosen}
      aria-keyshortcuts={keys}
      className={classes.card}
      data-testid={`start-${choice}`}
      onClick={() => {
        onChoose(choice);
      }}
    >
      <span className={classes.head}>
        <Icon name={icon} size={24} />
        <KeyCap keys={keys} />
      </span>
      <span className={classes.title}>{t(`firstRun.${words}.title`)}</span>
      <span className={classes.text}>{t(`firstRun.${words}.text`)}</span>
      <span className={classes.note}>{isChosen ? t('firstRun.chosen') : t(`firstRun.${words}.note`)}</span>
    </button>
  );
}
