/** What a wearable alert carries about the reading that raised it. Kept as JSON by the server, so it is read with care. */
export interface TriggerReading {
  readonly kind: 'oxygen_saturation' | 'heart_rate' | 'other';
  readonly value: string;
  readonly unit: string;
  readonly takenAt: string | null;
  readonly limit: string;
  readonly comparison: 'below' | 'above';
  readonly device: string | null;
  /** Oldest first. */
  readonly readings: readonly { readonly value: number; readonly takenAt: string }[];
}

type Json = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : null;
}

export function readTrigger(data: unknown): TriggerReading | null {
  if (!isObject(data)) return null;
  const value = text(data.value);
  const limit = text(data.limit);
  if (value === null || limit === null) return null;
  const kind =
    data.record_kind === 'oxygen_saturation' || data.record_kind === 'heart_rate'
      ? data.record_kind
      : 'other';
  return {
    kind,
    value,
    unit: text(data.unit) ?? '',
    takenAt: text(data.taken_at),
    limit,
    comparison: data.comparison === 'above' ? 'above' : 'below',
    device: text(data.device_label),
    readings: readReadings(data.readings),
  };
}

function readReadings(data: unknown): TriggerReading['readings'] {
  if (!Array.isArray(data)) return [];
  return data.flatMap((item: unknown) => {
    if (!isObject(item)) return [];
    const value = Number(text(item.value));
    const takenAt = text(item.taken_at);
    return Number.isFinite(value) && takenAt !== null ? [{ value, takenAt }] : [];
  });
}
