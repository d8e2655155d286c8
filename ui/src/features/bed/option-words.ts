import { useTranslation } from 'react-i18next';
import type { BedOption } from '../../api/types.ts';
import { useNowMs } from '../../lib/time/clock.ts';
import { formatAge, formatTime } from '../../lib/time/format.ts';
import { useZone } from '../../lib/time/ZoneContext.tsx';
import { nameText } from '../patient/PatientName.tsx';

/** What taking this bed would mean, in one line: free, a swap and with whom, reserved and for how long. */
export function useOptionWords(): (option: BedOption, elsewhere: boolean) => string {
  const { t } = useTranslation();
  const zone = useZone();
  const nowMs = useNowMs();
  return (option, elsewhere) => {
    const { bed } = option;
    const words = [stateWords(option)];
    if (elsewhere) words.push(bed.ward_name);
    return words.join(', ');

    function stateWords({ swap_with: other }: BedOption): string {
      if (other != null) return t('bedOption.swap', { name: nameText(other) });
      switch (bed.state) {
        case 'reserved': {
          const left = formatAge(nowMs, Date.parse(bed.reservation?.until ?? ''));
          const who = bed.reservation?.patient;
          return who == null
            ? t('bedOption.reserved', { left })
            : t('bedOption.reservedFor', { left, name: nameText(who) });
        }
        case 'cleaning':
          return bed.ready_about == null
            ? t('bedState.cleaning')
            : t('bedOption.cleaning', { time: formatTime(bed.ready_about, zone) });
        case 'closed':
          return bed.state_reason == null
            ? t('bedState.closed')
            : t('bedOption.closed', { reason: bed.state_reason });
        default:
          return t(`bedState.${bed.state}`);
      }
    }
  };
}
