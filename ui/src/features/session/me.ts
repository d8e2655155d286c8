import { useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { api, body } from '../../api/client.ts';
import type { Me } from '../../api/types.ts';

export function useMeQuery() {
  return useQuery({ queryKey: ['me'], queryFn: () => body(api.GET('/auth/me')) });
}

const MeContext = createContext<Me | null>(null);
export const MeProvider = MeContext.Provider;

/** Ward alerts are for those who care for patients: administrators get notices, patients their own record. */
export function hearsAlerts(me: Me): boolean {
  return me.role !== 'patient' && me.permissions.includes('alert_read');
}

/** Who is signed in. Only below `MeProvider`, where somebody is. */
export function useMe(): Me {
  const me = useContext(MeContext);
  if (me === null) throw new Error('useMe is used outside a signed-in screen');
  return me;
}
