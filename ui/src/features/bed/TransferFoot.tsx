import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { BedOption } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Notice } from '../../design/Notice.tsx';
import { SaveFoot } from '../admission/SaveFoot.tsx';
import type { Write } from '../admission/use-write.ts';
import { nameText } from '../patient/PatientName.tsx';
import type { Stay } from '../ward/board-model.ts';
import { ALL_WARDS, useBoardPlace } from '../ward/board-place.ts';
import { needsReason } from './bed-queries.ts';
import { type Move, MovesPreview } from './MovesPreview.tsx';
import type { Why } from './WhyFields.tsx';

interface TransferFootProps {
  readonly stay: Stay;
  readonly option: BedOption | null;
  readonly moves: readonly Move[];
  readonly write: Pick<Write<never>, 'isPending' | 'isSlow' | 'problem'>;
  readonly missing: string | null;
  /** The chosen bed, where somebody has changed it since it was chosen. */
  readonly changed: string | null;
  readonly onLooked: (option: BedOption) => void;
  readonly why: Why;
  readonly onWhy: (why: Why) => void;
  readonly onSave: () => void;
}

export function TransferFoot(props: TransferFootProps) {
  const { stay, option, moves, write, missing, changed, onLooked, why, onWhy, onSave } = props;
  const { t } = useTranslation();
  const place = useBoardPlace();
  const { patient } = stay.occupant;
  // Of a swap only the server knows what the other one's new place lacks.
  const lacksForTheOther =
    option?.swap_with != null && (why.override !== '' || write.problem?.status === 409);
  return (
    <SaveFoot
      action={actionOf()}
      write={write}
      missing={missing}
      onSave={onSave}
      more={
        option === null || option.bed.state === 'occupied' ? null : (
          <Button
            size="large"
            onClick={() => {
              place.go({
                panel: 'reserve',
                patient: patient.id,
                bed: option.bed.id,
                // A bed of a ward that is not on the screen is reserved on the board it stands on.
                ...(place.ward === ALL_WARDS ? {} : { ward: option.bed.ward_id }),
              });
            }}
          >
            {t('stay.tab.reserve')}
          </Button>
        )
      }
    >
      {changed === null || option === null ? null : (
        <Notice
          tone="warn"
          title={t('move.changed', { bed: option.bed.label })}
          action={
            <Button
              size="small"
              onClick={() => {
                onLooked(option);
              }}
            >
              {t('move.looked')}
            </Button>
          }
        >
          {t('move.changedText')}
        </Notice>
      )}
      {moves.length === 0 ? null : <MovesPreview moves={moves} />}
      {option !== null && (needsReason(option) || lacksForTheOther) ? (
        <TextInput
          label={t('move.override')}
          value={why.override}
          maxLength={200}
          onChange={(event) => {
            onWhy({ ...why, override: event.currentTarget.value });
          }}
        />
      ) : null}
    </SaveFoot>
  );

  function actionOf(): string {
    if (option?.swap_with != null) return t('move.swapAction');
    const [move] = moves;
    return move === undefined
      ? t('move.action')
      : t('move.actionTo', { name: nameText(patient), to: move.to });
  }
}
