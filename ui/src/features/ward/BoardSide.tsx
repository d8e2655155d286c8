import { useTranslation } from 'react-i18next';
import type { Board } from '../../api/types.ts';
import { Placeholder } from '../../design/Placeholder.tsx';
import { SidePanel } from '../../design/SidePanel.tsx';
import { AdmitPanel } from '../admission/AdmitPanel.tsx';
import { CancelPanel } from '../admission/CancelPanel.tsx';
import { DischargePanel } from '../admission/DischargePanel.tsx';
import { PlanPanel } from '../admission/PlanPanel.tsx';
import { SendPanel } from '../admission/SendPanel.tsx';
import { StayTabs } from '../admission/StayTabs.tsx';
import { TransfersPanel } from '../admission/TransfersPanel.tsx';
import { BedPanel } from '../bed/BedPanel.tsx';
import { ReservePanel } from '../bed/ReservePanel.tsx';
import { TransferPanel } from '../bed/TransferPanel.tsx';
import { PatientPanel } from '../patient/PatientPanel.tsx';
import { bedOf, stayOf } from './board-model.ts';
import { useBoardPlace } from './board-place.ts';
import { useBoardView } from './board-view.ts';
import { EntryGuard } from './EntryGuard.tsx';

const STAY_PANELS = {
  transfer: TransferPanel,
  discharge: DischargePanel,
  plan: PlanPanel,
  cancel: CancelPanel,
  send: SendPanel,
} as const;

interface BoardSideProps {
  readonly boards: readonly Board[];
  /** The ward on the screen; null while all are shown. */
  readonly wardId: string | null;
}

/** Whatever stands beside the board, as its address says. */
export function BoardSide(props: BoardSideProps) {
  return (
    <EntryGuard>
      <Beside {...props} />
    </EntryGuard>
  );
}

function Beside({ boards, wardId }: BoardSideProps) {
  const { t } = useTranslation();
  const { mayWrite } = useBoardView();
  const { panel, patient, bed, close } = useBoardPlace();
  const stay = stayOf(boards, patient);
  const placed = bedOf(boards, bed);
  if (panel === null || !mayWrite) {
    if (stay === null) return null;
    return (
      <PatientPanel
        key={stay.occupant.patient.id}
        occupant={stay.occupant}
        place={stay.bed?.label ?? stay.occupant.place ?? t('ward.placeUnknown')}
        actions={mayWrite ? <StayTabs stay={stay} /> : null}
        onClose={close}
      />
    );
  }
  switch (panel) {
    case 'admit':
      return <AdmitPanel wardId={wardId} onClose={close} />;
    case 'transfers':
      return <TransfersPanel wardId={wardId} onClose={close} />;
    case 'bed':
    case 'reserve': {
      if (placed === null) return <Gone text={t('bed.gone')} onClose={close} />;
      const Panel = panel === 'bed' ? BedPanel : ReservePanel;
      return <Panel key={placed.bed.id} placed={placed} onClose={close} />;
    }
    default: {
      if (stay === null) return <Gone text={t('stay.gone')} onClose={close} />;
      const Panel = STAY_PANELS[panel];
      return <Panel key={`${panel} ${stay.occupant.admission_id}`} stay={stay} onClose={close} />;
    }
  }
}

/** Somebody else has ended what this panel was about. */
function Gone({ text, onClose }: { readonly text: string; readonly onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <SidePanel title={t('stay.goneTitle')} onClose={onClose}>
      <Placeholder kind="empty" text={text} />
    </SidePanel>
  );
}
