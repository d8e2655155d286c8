import { useTranslation } from 'react-i18next';
import { api, body } from '../../api/client.ts';
import type { Bed, BedUpdate, BoardBed } from '../../api/types.ts';
import { useWrite } from '../admission/use-write.ts';
import { useMe } from '../session/me.ts';

/** Changes a bed of the own hospital and says what state it is in now. */
export function useBedWrite(bed: BoardBed, onDone: () => void) {
  const { t } = useTranslation();
  const hospitalId = useMe().hospital?.id ?? '';
  return useWrite({
    send: (change: Omit<BedUpdate, 'version'>): Promise<Bed> =>
      body(
        api.PATCH('/hospitals/{hospital_name}/beds/{id}', {
          params: { path: { hospital_name: hospitalId, id: bed.id } },
          body: { ...change, version: bed.version },
        }),
      ),
    done: (now) => t('stay.bedNow', { bed: now.label, state: t(`bedState.${now.state}`) }),
    onDone,
  });
}
