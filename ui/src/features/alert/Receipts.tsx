import { useTranslation } from 'react-i18next';
import type { Alert } from '../../api/types.ts';
import { Icon } from '../../design/Icon.tsx';
import classes from './Receipts.module.css';

/** What each station did with the alert. A receipt is not an answer. */
export function Receipts({ alert }: { readonly alert: Alert }) {
  const { t } = useTranslation();
  const { stations, recipients } = alert.reach;
  return (
    <section aria-labelledby="receipts-title">
      <div className={classes.head}>
        <h2 id="receipts-title" className={classes.title}>
          {t('receipts.title')}
        </h2>
        <span className={classes.note}>{t('receipts.note')}</span>
      </div>
      {stations.length === 0 ? (
        <p className={classes.none}>{recipients === 0 ? t('receipts.noStations') : t('receipts.noneYet')}</p>
      ) : (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('receipts.station')}</th>
              <th scope="col">{t('receipts.received')}</th>
              <th scope="col">{t('receipts.displayed')}</th>
              <th scope="col">{t('receipts.sounded')}</th>
            </tr>
          </thead>
          <tbody>
            {stations.map((station) => (
              <tr key={station.name}>
                <th scope="row">{station.name}</th>
                <YesNo yes={station.received} />
                <YesNo yes={station.displayed} />
                <YesNo yes={station.sounded} />
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function YesNo({ yes }: { readonly yes: boolean }) {
  const { t } = useTranslation();
  return (
    <td data-yes={yes || undefined}>
      <span className={classes.cell}>
        {yes ? <Icon name="check" size={12} /> : null}
        {yes ? t('receipts.yes') : t('receipts.no')}
      </span>
    </td>
  );
}
