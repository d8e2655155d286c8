import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../api/problem.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog } from '../../design/Dialog.tsx';
import { Notice } from '../../design/Notice.tsx';
import { Placeholder } from '../../design/Placeholder.tsx';
import { errorWords } from '../../lib/errors/error-words.ts';
import { useKeys } from '../../lib/keyboard/use-keys.ts';
import { formatTime } from '../../lib/time/format.ts';
import { useZone } from '../../lib/time/ZoneContext.tsx';
import { useMe } from '../session/me.ts';
import classes from './dialogs.module.css';
import { useHospitalWards, useMakeCode } from './workstation-queries.ts';

/** Makes the code a new station is enrolled with: which wards it listens to and of what kind it is. */
export function EnrolmentCodeDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const zone = useZone();
  const hospital = useMe().hospital ?? undefined;
  const wards = useHospitalWards(hospital?.id);
  const making = useMakeCode();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const chosen = (wards.data ?? []).map((ward) => ward.id).filter((id) => !left.has(id));
  const make = () => {
    if (hospital === undefined || chosen.length === 0 || making.isPending) return;
    making.mutate({ hospitalId: hospital.id, wardIds: chosen });
  };
  useKeys({
    'Ctrl Enter': () => {
      make();
      return true;
    },
  });
  return (
    <Dialog onClose={onClose} title={t('stations.codeTitle')} size={560}>
      {making.data === undefined ? (
        <>
          <fieldset className={classes.wards}>
            <legend className={classes.legend}>{t('stations.codeWards')}</legend>
            {wards.isPending ? <Placeholder kind="loading" /> : null}
            {wards.data?.map((ward) => (
              <label key={ward.id} className={classes.ward}>
                <input
                  type="checkbox"
                  checked={!left.has(ward.id)}
                  onChange={(event) => {
                    const next = new Set(left);
                    if (event.currentTarget.checked) next.delete(ward.id);
                    else next.add(ward.id);
                    setLeft(next);
                  }}
                />
                {ward.name}
              </label>
            ))}
          </fieldset>
          {making.isError ? <Notice tone="stop">{errorWords(problemOf(making.error), t)}</Notice> : null}
          <div className={classes.foot}>
            <Button
              tone="primary"
              size="large"
              keys="Ctrl Enter"
              disabled={making.isPending || chosen.length === 0}
              onClick={make}
            >
              {t('stations.makeCode')}
            </Button>
            {chosen.length === 0 && !wards.isPending ? <span>{t('stations.codeNoWard')}</span> : null}
          </div>
        </>
      ) : (
        <div className={classes.code}>
          <output className={classes.codeText}>{making.data.code}</output>
          <p>{t('stations.codeUntil', { time: formatTime(making.data.expires_at, zone) })}</p>
          <Button size="large" keys="Esc" onClick={onClose}>
            {t('frame.close')}
          </Button>
        </div>
      )}
    </Dialog>
  );
}
