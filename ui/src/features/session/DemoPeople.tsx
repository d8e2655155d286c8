import { Trans, useTranslation } from 'react-i18next';
import type { Installation, Role } from '../../api/types.ts';
import { Icon, type IconName } from '../../design/Icon.tsx';
import { KeyCap } from '../../design/KeyCap.tsx';
import { useKeys } from '../../lib/keyboard/use-keys.ts';
import classes from './DemoPeople.module.css';
import type { SignInAttempt } from './use-sign-in.ts';

const ICONS: Record<Role, IconName> = {
  nurse: 'pulse',
  doctor: 'doctor',
  pharmacist: 'pill',
  admin: 'gear',
  patient: 'person',
};
const ORDER: readonly Role[] = ['nurse', 'doctor', 'pharmacist', 'admin', 'patient'];

interface DemoPeopleProps {
  readonly demo: NonNullable<Installation['demo']>;
  readonly signIn: SignInAttempt;
}

/** Only in the demo: one key signs in as one of the made-up people. */
export function DemoPeople({ demo, signIn }: DemoPeopleProps) {
  const { t } = useTranslation();
  const people = [...demo.accounts].sort((a, b) => ORDER.indexOf(a.role) - ORDER.indexOf(b.role));
  const bindings = people.map((person, index) => {
    const run = () => {
      signIn.run(person.email, demo.password);
      return true;
    };
    return [`Alt ${index + 1}`, run] as const;
  });
  useKeys(Object.fromEntries(bindings));
  return (
    <section className={classes.people} aria-labelledby="demo-people">
      <div className={classes.head}>
        <h2 id="demo-people" className={classes.title}>
          {t('signIn.demoTitle')}
        </h2>
        <span className={classes.chip}>{t('signIn.demoChip')}</span>
        <span className={classes.hint}>{t('signIn.demoKey')}</span>
      </div>
      <ul className={classes.list}>
        {people.map((person, index) => (
          <li key={person.email}>
            <button
              type="button"
              className={classes.person}
              disabled={signIn.busy || signIn.waiting}
              aria-keyshortcuts={`Alt+${index + 1}`}
              data-testid={`demo-${person.role}`}
              onClick={() => {
                signIn.run(person.email, demo.password);
              }}
            >
              <span className={classes.icon}>
                <Icon name={ICONS[person.role]} />
              </span>
              <span className={classes.words}>
                <bdi className={classes.name}>{person.full_name}</bdi> {person.description}
              </span>
              <KeyCap keys={`Alt ${index + 1}`} />
            </button>
          </li>
        ))}
      </ul>
      <p className={classes.password}>
        <Trans
          i18nKey="signIn.demoPassword"
          values={{ password: demo.password }}
          components={{ 1: <code className="code" data-testid="demo-password" /> }}
        />
      </p>
    </section>
  );
}
