import type { Me } from '../../api/types.ts';
import { ALL_WARDS } from './board-place.ts';

const KEY = 'cloudcare.ward';

/** The ward this screen showed last, or all of them, where the person still has it; else the first. */
export function rememberedWard(wards: Me['wards']): string | null {
  const remembered = window.localStorage.getItem(KEY);
  if (remembered === ALL_WARDS && wards.length > 1) return ALL_WARDS;
  return (wards.find((ward) => ward.id === remembered) ?? wards[0])?.id ?? null;
}

export function rememberWard(wardId: string): void {
  window.localStorage.setItem(KEY, wardId);
}
