type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined | null | ''> };

/** The fields that were filled in. An empty one is left out, never sent as an empty text. */
export function given<T extends Record<string, unknown>>(fields: T): Given<T> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== null && value !== ''),
  ) as Given<T>;
}
