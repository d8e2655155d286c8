import type { Role } from '../api/types.ts';
import type { IconName } from '../design/Icon.tsx';

export interface Destination {
  readonly path:
    | '/board'
    | '/patients'
    | '/alerts'
    | '/doctors'
    | '/hospital'
    | '/statistics'
    | '/stations'
    | '/station'
    | '/record';
  readonly name:
    | 'board'
    | 'patients'
    | 'alerts'
    | 'doctors'
    | 'hospital'
    | 'statistics'
    | 'stations'
    | 'station'
    | 'record';
  readonly icon: IconName;
  readonly roles: readonly Role[];
}

const STAFF: readonly Role[] = ['admin', 'doctor', 'nurse', 'pharmacist'];

/** Only what exists. A destination nobody can reach is not shown greyed out. */
export const DESTINATIONS: readonly Destination[] = [
  { path: '/board', name: 'board', icon: 'board', roles: STAFF },
  { path: '/patients', name: 'patients', icon: 'persons', roles: STAFF },
  { path: '/alerts', name: 'alerts', icon: 'alarm', roles: ['doctor', 'nurse', 'pharmacist'] },
  { path: '/doctors', name: 'doctors', icon: 'doctor', roles: STAFF },
  { path: '/statistics', name: 'statistics', icon: 'chart', roles: STAFF },
  { path: '/hospital', name: 'hospital', icon: 'building', roles: ['admin'] },
  { path: '/stations', name: 'stations', icon: 'pc', roles: ['admin'] },
  { path: '/record', name: 'record', icon: 'person', roles: ['patient'] },
  { path: '/station', name: 'station', icon: 'gear', roles: [...STAFF, 'patient'] },
];

export const HOME: Record<Role, Destination['path']> = {
  admin: '/stations',
  doctor: '/board',
  nurse: '/board',
  pharmacist: '/board',
  patient: '/record',
};
