import { useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client.ts';

export function useBoard(wardId: string) {
  return useQuery({
    queryKey: ['board', wardId],
    queryFn: () => body(api.GET('/wards/{id}/board', { params: { path: { id: wardId } } })),
  });
}
