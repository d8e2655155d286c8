import { useTranslation } from 'react-i18next';
import { Button } from '../../design/Button.tsx';
import { SidePanel } from '../../design/SidePanel.tsx';
import classes from '../admission/fields.module.css';
import { useMe } from '../session/me.ts';
import type { PlacedBed } from '../ward/board-model.ts';
import { useBoardPlace } from '../ward/board-place.ts';
import { BedFacts } from './BedFacts.tsx';
import { BedSettings } from './BedSettings.tsx';
import { BedStateForm } from './BedStateForm.tsx';
import { ReleaseForm } from './ReleaseForm.tsx';

interface BedPanelProps {
  readonly placed: PlacedBed;
  readonly onClose: () => void;
}

/** One bed: what it is, and what can be done with it while nobody lies in it. */
export function BedPanel({ placed, onClose }: BedPanelProps) {
  const { t } = useTranslation();
  const place = useBoardPlace();
  const mayManage = useMe().permissions.includes('hospital_write');
  const { bed, ward } = placed;
  const canTake = bed.state === 'free' || bed.state === 'reserved';
  const kept = bed.reservation?.patient ?? null;
  return (
    <SidePanel title={t('bed.title', { bed: bed.label, ward: ward.name })} onClose={onClose}>
      <div className={classes.fields}>
        <BedFacts placed={placed} />
        {canTake ? (
          <div className={classes.row}>
            <Button
              icon="entering"
              onClick={() => {
                place.go({ panel: 'admit', bed: bed.id, ...(kept === null ? {} : { patient: kept.id }) });
              }}
            >
              {t('bed.admitHere')}
            </Button>
            {bed.state === 'free' ? (
              <Button
                icon="bookmark"
                onClick={() => {
                  place.go({ panel: 'reserve', bed: bed.id });
                }}
              >
                {t('stay.tab.reserve')}
              </Button>
            ) : null}
          </div>
        ) : null}
      </div>
      {bed.reservation == null ? null : <ReleaseForm bed={bed} />}
      {bed.state === 'occupied' || bed.state === 'reserved' ? null : (
        <BedStateForm key={bed.state} bed={bed} />
      )}
      {mayManage ? <BedSettings key={bed.version} bed={bed} /> : null}
    </SidePanel>
  );
}
