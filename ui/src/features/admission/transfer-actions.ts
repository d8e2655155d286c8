import { api, body } from '../../api/client.ts';
import type { HospitalTransfer, TransferDecision } from '../../api/types.ts';

const ACTIONS = ['accept', 'decline', 'depart', 'arrive', 'cancel'] as const;
export type TransferAction = (typeof ACTIONS)[number];

export function isDecision(name: string): name is TransferAction {
  return (ACTIONS as readonly string[]).includes(name);
}

/** One step of a transfer between hospitals. */
export function decide(
  id: string,
  action: TransferAction,
  decision: TransferDecision,
): Promise<HospitalTransfer> {
  const sent = { params: { path: { id } }, body: decision };
  switch (action) {
    case 'accept':
      return body(api.POST('/hospital-transfers/{id}/accept', sent));
    case 'decline':
      return body(api.POST('/hospital-transfers/{id}/decline', sent));
    case 'depart':
      return body(api.POST('/hospital-transfers/{id}/depart', sent));
    case 'arrive':
      return body(api.POST('/hospital-transfers/{id}/arrive', sent));
    case 'cancel':
      return body(api.POST('/hospital-transfers/{id}/cancel', sent));
  }
}
