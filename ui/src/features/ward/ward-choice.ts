import type { Me } from '../../api/types.ts';

const KEY = 'cloudcare.ward';

/** The ward this screen showed last, where the person still has it; else the first. */
export function rememberedWard(wards: Me['wards']): string | null {
  const remembered = window.localStorage.getItem(KEY);
  return (wards.find((ward) => ward.id === remembered) ?? wards[0])?.id ?? null;
}

export function rememberWard(wardId: string): void {
  window.localStorage.setItem(KEY, wardId);
}
