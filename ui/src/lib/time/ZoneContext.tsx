import { createContext, useContext } from 'react';

/** The IANA zone all times on the screen are shown in: the hospital's, never the PC's, once it is known. */
const ZoneContext = createContext<string>(Intl.DateTimeFormat().resolvedOptions().timeZone);

export const ZoneProvider = ZoneContext.Provider;

export function useZone(): string {
  return useContext(ZoneContext);
}
