import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../api/problem.ts';
import type { HospitalRecord, Ward } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Card } from '../../design/Card.tsx';
import { Placeholder } from '../../design/Placeholder.tsx';
import { errorWords } from '../../lib/errors/error-words.ts';
import { useScreenKeys } from '../../lib/keyboard/use-screen-keys.ts';
import { useRowKeys } from '../../lib/keyboard/use-row-keys.ts';
import { useLinkStatus } from '../workstation/live-link.ts';
import { useWards } from './hospital-queries.ts';
import { WardBeds } from './WardBeds.tsx';
import { WardDialog } from './WardDialog.tsx';
import classes from './WardSetup.module.css';

/** The wards on one side, the beds of the chosen one on the other. */
export function WardSetup({ hospital }: { readonly hospital: HospitalRecord }) {
  const { t } = useTranslation();
  const query = useWards(hospital.id);
  const isLost = useLinkStatus().state === 'lost';
  const list = useRowKeys<HTMLUListElement>();
  const [chosen, setChosen] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  useScreenKeys(
    {
      N: () => {
        if (!isLost) setAdding(true);
        return true;
      },
    },
    !adding,
  );
  const wards = query.data ?? [];
  const ward = wards.find((one) => one.id === chosen) ?? wards[0];
  return (
    <div className={classes.two}>
      <Card
        title={t('hospital.wards')}
        actions={
          <Button
            icon="plus"
            keys="N"
            disabled={isLost}
            onClick={() => {
              setAdding(true);
            }}
          >
            {t('hospital.addWard')}
          </Button>
        }
      >
        {query.isPending ? <Placeholder kind="loading" /> : null}
        {query.isError ? (
          <Placeholder
            kind="error"
            text={errorWords(problemOf(query.error), t)}
            onRetry={() => void query.refetch()}
          />
        ) : null}
        {query.data?.length === 0 ? <Placeholder kind="empty" text={t('hospital.noWards')} /> : null}
        <ul ref={list}>
          {wards.map((one) => (
            <WardRow
              key={one.id}
              ward={one}
              on={one.id === ward?.id}
              onChoose={() => {
                setChosen(one.id);
              }}
            />
          ))}
        </ul>
      </Card>
      {ward === undefined ? null : (
        <WardBeds key={ward.id} hospital={hospital} ward={ward} disabled={isLost} />
      )}
      {adding ? (
        <WardDialog
          hospital={hospital}
          ward={null}
          onClose={() => {
            setAdding(false);
          }}
          onSaved={(saved) => {
            setChosen(saved.id);
          }}
        />
      ) : null}
    </div>
  );
}

interface WardRowProps {
  readonly ward: Ward;
  readonly on: boolean;
  readonly onChoose: () => void;
}

function WardRow({ ward, on, onChoose }: WardRowProps) {
  const { t } = useTranslation();
  return (
    <li>
      <button
        type="button"
        className={classes.ward}
        aria-current={on || undefined}
        data-row
        data-testid="ward-row"
        onClick={onChoose}
      >
        <span className={classes.wardWords}>
          <bdi className={classes.wardName}>{ward.name}</bdi>
          <span className={classes.facts}>
            {[t(`hospital.wardKind.${ward.kind}`), ward.department_name]
              .filter((word) => word != null)
              .join(', ')}
          </span>
        </span>
        <span className={classes.count}>
          {t('hospital.bedsOf', { occupied: ward.occupied, count: ward.bed_count })}
        </span>
      </button>
    </li>
  );
}
