import { useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client.ts';

/** Open to everybody: what is installed here, whether it is the demo, and who may try it. */
export function useInstallation() {
  return useQuery({
    queryKey: ['installation'],
    queryFn: () => body(api.GET('/installation')),
    staleTime: 60_000,
  });
}
