import type { TFunction } from 'i18next';
import type { IconName } from '../../design/Icon.tsx';

/** What a bed can have and a patient can need. The server may know more; those are shown by their own name. */
export const CAPABILITIES = ['oxygen', 'monitor', 'in_sight', 'isolation', 'negative_pressure'] as const;
type Known = (typeof CAPABILITIES)[number];

const ICONS: Record<Known, IconName> = {
  oxygen: 'drop',
  monitor: 'pulse',
  in_sight: 'eye',
  isolation: 'shield',
  negative_pressure: 'shield',
};

function isKnown(name: string): name is Known {
  return (CAPABILITIES as readonly string[]).includes(name);
}

/** Follows from how somebody is kept apart; never asked for beside it. */
export const FROM_ISOLATION: readonly string[] = ['isolation', 'negative_pressure'];

export function capabilityWord(name: string, t: TFunction): string {
  return isKnown(name) ? t(`capability.${name}`) : name.replaceAll('_', ' ');
}

export function capabilityIcon(name: string): IconName | null {
  return isKnown(name) ? ICONS[name] : null;
}
