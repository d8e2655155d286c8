import { useTranslation } from 'react-i18next';
import { api, body } from '../../api/client.ts';
import type { BoardBed } from '../../api/types.ts';
import { SaveFoot } from '../admission/SaveFoot.tsx';
import { useWrite } from '../admission/use-write.ts';
import { useMe } from '../session/me.ts';
import { useBoardPlace } from '../ward/board-place.ts';

/** Gives a reserved bed back before its time. */
export function ReleaseForm({ bed }: { readonly bed: BoardBed }) {
  const { t } = useTranslation();
  const place = useBoardPlace();
  const hospitalId = useMe().hospital?.id ?? '';
  const write = useWrite({
    send: () =>
      body(
        api.DELETE('/hospitals/{hospital_name}/beds/{id}/reservation', {
          params: { path: { hospital_name: hospitalId, id: bed.id } },
        }),
      ),
    done: () => t('reserve.released', { bed: bed.label }),
    onDone: place.close,
  });
  return (
    <SaveFoot
      action={t('reserve.release', { bed: bed.label })}
      write={write}
      onSave={() => {
        write.run(undefined);
      }}
    />
  );
}
