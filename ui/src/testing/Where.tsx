import { useLocation } from '@tanstack/react-router';

/** Where the application is, for tests that follow a link. */
export function Where() {
  const location = useLocation();
  return <output data-testid="where">{location.href}</output>;
}
