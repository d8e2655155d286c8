import { useTranslation } from 'react-i18next';
import { Toggle } from '../admission/StayFields.tsx';
import classes from '../admission/fields.module.css';

interface ToWhereProps {
  readonly kind: 'bed' | 'away';
  readonly onKind: (kind: 'bed' | 'away') => void;
}

/** Into a bed, or somewhere that is none: theatre, corridor, leave. */
export function ToWhere({ kind, onKind }: ToWhereProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.fields} style={{ paddingBlockEnd: 0 }}>
      <div className={classes.row} role="group" aria-label={t('move.where')}>
        {(['bed', 'away'] as const).map((one) => (
          <Toggle
            key={one}
            on={kind === one}
            onChange={() => {
              onKind(one);
            }}
          >
            {t(`move.kind.${one}`)}
          </Toggle>
        ))}
      </div>
    </div>
  );
}
