import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HospitalTransfer, TransferDecision } from '../../api/types.ts';
import { SidePanel } from '../../design/SidePanel.tsx';
import { needsReason, useBedOptions } from '../bed/bed-queries.ts';
import { BedOptionList } from '../bed/BedOptionList.tsx';
import { useTargets } from '../bed/use-targets.ts';
import { nameText } from '../patient/PatientName.tsx';
import { useMe } from '../session/me.ts';
import { useBoardPlace } from '../ward/board-place.ts';
import classes from './fields.module.css';
import { PatientGuard } from './PatientGuard.tsx';
import { SaveFoot } from './SaveFoot.tsx';
import { decide, type TransferAction } from './transfer-actions.ts';
import { useWrite } from './use-write.ts';
import { WithoutBed } from './WithoutBed.tsx';

interface TransferDecisionFormProps {
  readonly transfer: HospitalTransfer;
  readonly action: TransferAction;
  readonly wardId: string | null;
  readonly onClose: () => void;
}

/** Accepting, declining, leaving, arriving: whom it is about stands on top, and arriving needs a place. */
export function TransferDecisionForm({ transfer, action, wardId, onClose }: TransferDecisionFormProps) {
  const { t } = useTranslation();
  const place = useBoardPlace();
  const me = useMe();
  const hospitalId = me.hospital?.id ?? '';
  const [reason, setReason] = useState('');
  const [noBed, setNoBed] = useState<string | null>(null);
  const asksBed = action === 'arrive' && noBed === null;
  const query = useBedOptions({ hospitalId }, asksBed);
  const options = query.data?.filter((one) => one.swap_with == null && one.fit !== 'occupied');
  const option = asksBed ? (options?.find((one) => one.bed.id === place.bed) ?? null) : null;
  useTargets(null, asksBed ? options : undefined, option?.bed.id ?? null);
  const name = nameText(transfer.patient);
  const write = useWrite({
    send: (decision: TransferDecision) => decide(transfer.id, action, decision),
    done: (now) => t('transfers.done', { name, status: t(`transferStatus.${now.status}`) }),
    onDone: onClose,
  });
  const needsWhy = action === 'decline' || (option !== null && needsReason(option));
  const missing = () => {
    if (noBed?.trim() === '') return t('move.needsPlace');
    if (asksBed && option === null) return t('move.needsBed');
    return needsWhy && reason.trim() === '' ? t('transfers.needsReason') : null;
  };
  return (
    <SidePanel
      title={t(`transfers.do.${action}`)}
      onClose={onClose}
      head={<PatientGuard patient={transfer.patient} where={<bdi>{transfer.reason}</bdi>} />}
      foot={
        <SaveFoot
          action={t(`transfers.action.${action}`, { name })}
          write={write}
          missing={missing()}
          onSave={() => {
            write.run({
              version: transfer.version,
              ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
              ...(option === null ? {} : { bed_id: option.bed.id, ward_id: option.bed.ward_id }),
              ...(noBed === null ? {} : { place: noBed.trim() }),
              ...(noBed === null || (wardId ?? me.wards[0]?.id) === undefined
                ? {}
                : { ward_id: wardId ?? me.wards[0]?.id ?? null }),
            });
          }}
        />
      }
    >
      {action === 'arrive' ? (
        <div style={{ paddingBlockStart: 12 }}>
          <WithoutBed value={noBed} onChange={setNoBed} />
        </div>
      ) : null}
      {asksBed ? (
        <BedOptionList
          title={t('move.toWhichBed')}
          query={{ ...query, data: options } as typeof query}
          chosen={option?.bed.id ?? null}
          wardId={wardId}
          onChoose={({ bed }) => {
            place.go({ panel: 'transfers', bed: bed.id }, 'replace');
          }}
        />
      ) : null}
      <div className={classes.fields}>
        <Textarea
          label={needsWhy ? t('transfers.reason') : t('transfers.reasonOptional')}
          value={reason}
          autosize
          minRows={2}
          maxLength={500}
          onChange={(event) => {
            setReason(event.currentTarget.value);
          }}
        />
      </div>
    </SidePanel>
  );
}
