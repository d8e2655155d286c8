import { useTranslation } from 'react-i18next';
import type { PatientIdentity } from '../../api/types.ts';
import { Icon } from '../../design/Icon.tsx';
import { bornWords } from '../patient/born-words.ts';
import { PatientName } from '../patient/PatientName.tsx';
import classes from './MovesPreview.module.css';

export interface Move {
  readonly patient: PatientIdentity;
  readonly from: string;
  readonly to: string;
}

/** Who goes from where to where, before anything happens. */
export function MovesPreview({ moves }: { readonly moves: readonly Move[] }) {
  const { t } = useTranslation();
  return (
    <section aria-label={t('move.preview')} data-testid="moves">
      <h3 className={classes.title}>{t('move.count', { count: moves.length })}</h3>
      <ul className={classes.moves}>
        {moves.map((move) => (
          <li key={move.patient.id} className={classes.move}>
            <span className={classes.name}>
              <PatientName name={move.patient} />
              <span className={classes.who}>
                {bornWords(move.patient, t)}, <span className="code">{move.patient.code}</span>
              </span>
            </span>
            <span className={classes.way}>
              <bdi>{move.from}</bdi>
              <Icon name="arrowRight" size={14} />
              <span className="visually-hidden">{t('move.to')}</span>
              <bdi>{move.to}</bdi>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
