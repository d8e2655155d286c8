import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../api/problem.ts';
import type { HospitalTransfer } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Placeholder } from '../../design/Placeholder.tsx';
import { SidePanel } from '../../design/SidePanel.tsx';
import { errorWords } from '../../lib/errors/error-words.ts';
import { useNowMs } from '../../lib/time/clock.ts';
import { formatMoment } from '../../lib/time/format.ts';
import { useZone } from '../../lib/time/ZoneContext.tsx';
import { bornWords } from '../patient/born-words.ts';
import { genderWord } from '../patient/gender.ts';
import { PatientName } from '../patient/PatientName.tsx';
import { useMe } from '../session/me.ts';
import { useTransfers } from './admission-queries.ts';
import { TransferDecisionForm } from './TransferDecisionForm.tsx';
import { isDecision, type TransferAction } from './transfer-actions.ts';
import classes from './TransfersPanel.module.css';

interface TransfersPanelProps {
  readonly wardId: string | null;
  readonly onClose: () => void;
}

/** Patients other hospitals send here, and ours who are on their way elsewhere. */
export function TransfersPanel({ wardId, onClose }: TransfersPanelProps) {
  const { t } = useTranslation();
  const query = useTransfers(useMe().hospital?.id ?? '');
  const [doing, setDoing] = useState<{ readonly id: string; readonly action: TransferAction } | null>(null);
  const chosen = query.data?.find((transfer) => transfer.id === doing?.id) ?? null;
  if (doing !== null && chosen !== null) {
    return (
      <TransferDecisionForm
        key={`${doing.id} ${doing.action}`}
        transfer={chosen}
        action={doing.action}
        wardId={wardId}
        onClose={() => {
          setDoing(null);
        }}
      />
    );
  }
  return (
    <SidePanel title={t('transfers.title')} onClose={onClose}>
      {query.isPending ? <Placeholder kind="loading" /> : null}
      {query.isError ? (
        <Placeholder
          kind="error"
          text={errorWords(problemOf(query.error), t)}
          onRetry={() => void query.refetch()}
        />
      ) : null}
      {query.data?.length === 0 ? <Placeholder kind="empty" text={t('transfers.none')} /> : null}
      <ul aria-label={t('transfers.title')}>
        {query.data?.map((transfer) => (
          <TransferItem
            key={transfer.id}
            transfer={transfer}
            onAction={(action) => {
              setDoing({ id: transfer.id, action });
            }}
          />
        ))}
      </ul>
    </SidePanel>
  );
}

interface TransferItemProps {
  readonly transfer: HospitalTransfer;
  readonly onAction: (action: TransferAction) => void;
}

function TransferItem({ transfer, onAction }: TransferItemProps) {
  const { t } = useTranslation();
  const zone = useZone();
  const nowMs = useNowMs();
  const { patient } = transfer;
  return (
    <li className={classes.item} data-testid={`transfer-${patient.code}`}>
      <strong className={classes.name}>
        <PatientName name={patient} />
      </strong>
      <p className={classes.line}>
        {bornWords(patient, t)}, {genderWord(patient.gender, t)}, <span className="code">{patient.code}</span>
      </p>
      <p className={classes.line}>
        {transfer.incoming
          ? t('transfers.from', { hospital: transfer.from_hospital })
          : t('transfers.to', { hospital: transfer.to_hospital })}
        , {t(`transferStatus.${transfer.status}`)},{' '}
        {t('transfers.asked', { time: formatMoment(transfer.requested_at, zone, nowMs) })}
      </p>
      <p className={classes.line}>
        <bdi>{transfer.reason}</bdi>
      </p>
      <p className={classes.line}>
        <Link to="/patients/$patientId" params={{ patientId: patient.id }} className={classes.chart}>
          {t('patient.openChart')}
        </Link>
      </p>
      {transfer.decline_reason == null ? null : (
        <p className={classes.line}>{t('transfers.declined', { reason: transfer.decline_reason })}</p>
      )}
      <div className={classes.actions}>
        {transfer.allowed_actions.filter(isDecision).map((action) => (
          <Button
            key={action}
            size="small"
            onClick={() => {
              onAction(action);
            }}
          >
            {t(`transfers.do.${action}`)}
          </Button>
        ))}
      </div>
    </li>
  );
}
