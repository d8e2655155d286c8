import { useTranslation } from 'react-i18next';
import { Button } from './Button.tsx';
import classes from './ConflictNotice.module.css';
import { CheckMark } from './CheckMark.tsx';

/** One field that stands differently on the server and in the form. Empty text is shown as a dash. */
export interface ConflictRow {
  readonly field: string;
  readonly theirs: string;
  readonly mine: string;
}

interface ConflictNoticeProps {
  readonly rows: readonly ConflictRow[];
  readonly onTakeTheirs: () => void;
  readonly onKeepMine: () => void;
}

/** Somebody saved in between: what stands now beside what was entered, and two ways on. Nothing is saved by itself. */
export function ConflictNotice({ rows, onTakeTheirs, onKeepMine }: ConflictNoticeProps) {
  const { t } = useTranslation();
  return (
    <section className={classes.conflict} role="alert" aria-label={t('conflict.title')}>
      <header className={classes.head}>
        <CheckMark result="warn" />
        <strong>{t('conflict.title')}</strong>
        <span>{t('conflict.notSaved')}</span>
      </header>
      {rows.length === 0 ? (
        <p className={classes.same}>{t('conflict.same')}</p>
      ) : (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('conflict.field')}</th>
              <th scope="col">{t('conflict.theirs')}</th>
              <th scope="col">{t('conflict.mine')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.field}>
                <th scope="row">{row.field}</th>
                <td>
                  <bdi>{row.theirs === '' ? t('conflict.empty') : row.theirs}</bdi>
                </td>
                <td>
                  <bdi>{row.mine === '' ? t('conflict.empty') : row.mine}</bdi>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div className={classes.ways}>
        <Button size="small" onClick={onTakeTheirs}>
          {t('conflict.takeTheirs')}
        </Button>
        <Button size="small" onClick={onKeepMine}>
          {t('conflict.keepMine')}
        </Button>
      </div>
    </section>
  );
}
