import { SplashScreen } from './SplashScreen.tsx';

export function SignedIn() {
  return <SplashScreen />;
}
