import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../api/client.ts';
import type { BedOption, BedTransfer } from '../../api/types.ts';
import { useZone } from '../../lib/time/ZoneContext.tsx';
import { given } from '../admission/given.ts';
import { instantOf, NO_MOMENT, readMoment } from '../admission/moment.ts';
import { StayPanel } from '../admission/StayPanel.tsx';
import { useWrite } from '../admission/use-write.ts';
import { nameText } from '../patient/PatientName.tsx';
import { useMe } from '../session/me.ts';
import type { Stay } from '../ward/board-model.ts';
import { useBoardPlace } from '../ward/board-place.ts';
import { AwayFields } from './AwayFields.tsx';
import { needsReason, signatureOf, useBedOptions } from './bed-queries.ts';
import { BedOptionList } from './BedOptionList.tsx';
import type { Move } from './MovesPreview.tsx';
import { ToWhere } from './ToWhere.tsx';
import { TransferFoot } from './TransferFoot.tsx';
import { useTargets } from './use-targets.ts';
import { type Why, WhyFields } from './WhyFields.tsx';

interface TransferPanelProps {
  readonly stay: Stay;
  readonly onClose: () => void;
}

/** Moves somebody to a bed, swaps two patients, or notes that somebody is away. Both names stand there first. */
export function TransferPanel({ stay, onClose }: TransferPanelProps) {
  const { t } = useTranslation();
  const zone = useZone();
  const place = useBoardPlace();
  const hospitalId = useMe().hospital?.id ?? '';
  const { occupant, bed: from } = stay;
  const { patient } = occupant;
  const [kind, setKind] = useState<'bed' | 'away'>('bed');
  const [away, setAway] = useState({ place: '', keep: true, until: NO_MOMENT });
  const [why, setWhy] = useState<Why>({ reason: '', override: '', movedAt: NO_MOMENT });
  const [seen, setSeen] = useState<{ readonly bed: string; readonly signature: string } | null>(null);
  const query = useBedOptions({ hospitalId, admissionId: occupant.admission_id }, kind === 'bed');
  const options = query.data?.filter((option) => option.bed.id !== from?.id);
  const option =
    kind === 'bed' ? (options?.find((candidate) => candidate.bed.id === place.bed) ?? null) : null;
  // What a choice meant when it was made. If somebody changes the bed meanwhile, the person looks again.
  if (option !== null && seen?.bed !== option.bed.id)
    setSeen({ bed: option.bed.id, signature: signatureOf(option) });
  const changed = option !== null && seen?.bed === option.bed.id && seen.signature !== signatureOf(option);
  useTargets(patient.id, kind === 'bed' ? options : undefined, option?.bed.id ?? null);

  const here = from?.label ?? occupant.place ?? t('ward.placeUnknown');
  const moves = movesOf(stay, here, option, kind === 'away' ? away.place.trim() : '');
  const write = useWrite({
    send: (input: BedTransfer) =>
      body(
        api.POST('/hospitals/{hospital_name}/patients/{patient_id}/transfer', {
          params: { path: { hospital_name: hospitalId, patient_id: patient.id } },
          body: input,
        }),
      ),
    done: ({ moves: made }) =>
      made
        .map((move) => t('move.done', { name: nameText(move.patient), to: move.to_bed ?? away.place }))
        .join('; ') || t('move.done', { name: nameText(patient), to: away.place }),
    onDone: () => {
      place.go({ patient: patient.id });
    },
  });
  const movedAt = readMoment(zone, why.movedAt);
  const until = readMoment(zone, away.until);
  const save = () => {
    const common = {
      version: occupant.admission_version,
      ...given({ reason: why.reason.trim(), moved_at: instantOf(movedAt) }),
    };
    if (option !== null) {
      write.run({
        ...common,
        bed_id: option.bed.id,
        ...given({
          swap_with_version: option.swap_with_version,
          override_reason: why.override.trim(),
        }),
      });
    } else {
      write.run({
        ...common,
        place: away.place.trim(),
        ...(away.keep && from !== null ? given({ keep_bed_until: instantOf(until) }) : {}),
      });
    }
  };
  const missing = () => {
    if (movedAt.kind === 'wrong' || until.kind === 'wrong') return t('stay.momentWrong');
    if (kind === 'away') {
      if (away.place.trim() === '') return t('move.needsPlace');
      return away.keep && from !== null && until.kind === 'none' ? t('move.needsUntil') : null;
    }
    if (option === null) return t('move.needsBed');
    if (changed) return t('move.lookAgain');
    return needsReason(option) && why.override.trim() === '' ? t('move.needsOverride') : null;
  };
  const choose = (chosen: BedOption) => {
    write.reset();
    setSeen({ bed: chosen.bed.id, signature: signatureOf(chosen) });
    place.go({ panel: 'transfer', patient: patient.id, bed: chosen.bed.id }, 'replace');
  };
  return (
    <StayPanel
      title={t('move.title')}
      stay={stay}
      onClose={onClose}
      foot={
        <TransferFoot
          stay={stay}
          option={option}
          moves={moves}
          write={write}
          missing={missing()}
          changed={changed ? seen.bed : null}
          onLooked={choose}
          why={why}
          onWhy={setWhy}
          onSave={save}
        />
      }
    >
      <ToWhere kind={kind} onKind={setKind} />
      {kind === 'bed' ? (
        <BedOptionList
          title={t('move.toWhichBed')}
          query={{ ...query, data: options } as typeof query}
          chosen={option?.bed.id ?? null}
          wardId={stay.ward.id}
          onChoose={choose}
        />
      ) : (
        <AwayFields value={away} onChange={setAway} bed={from?.label ?? null} />
      )}
      <WhyFields why={why} onWhy={setWhy} />
    </StayPanel>
  );
}

function movesOf(stay: Stay, here: string, option: BedOption | null, awayTo: string): readonly Move[] {
  const { patient } = stay.occupant;
  if (option !== null) {
    const to = option.bed.ward_id === stay.ward.id ? '' : `, ${option.bed.ward_name}`;
    const own = { patient, from: here, to: `${option.bed.label}${to}` };
    const other = option.swap_with;
    return other == null ? [own] : [own, { patient: other, from: option.bed.label, to: here }];
  }
  return awayTo === '' ? [] : [{ patient, from: here, to: awayTo }];
}
