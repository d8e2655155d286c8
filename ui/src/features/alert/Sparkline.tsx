import { useTranslation } from 'react-i18next';
import type { TriggerReading } from './trigger.ts';

interface SparklineProps {
  readonly trigger: TriggerReading;
  readonly width: number;
  readonly height: number;
}

const PAD = { left: 8, right: 10, top: 10, bottom: 8 };

/** The last readings by time against the limit. Inside the limit is the shaded band and a ring; outside a filled dot. */
export function Sparkline({ trigger, width, height }: SparklineProps) {
  const { t } = useTranslation();
  const { readings } = trigger;
  const limit = Number(trigger.limit);
  if (readings.length < 2 || !Number.isFinite(limit)) return null;

  const times = readings.map((reading) => Date.parse(reading.takenAt));
  const values = [...readings.map((reading) => reading.value), limit];
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  const x = (time: number) =>
    PAD.left + (last === first ? 0.5 : (time - first) / (last - first)) * (width - PAD.left - PAD.right);
  const y = (value: number) =>
    PAD.top +
    (highest === lowest ? 0.5 : (highest - value) / (highest - lowest)) * (height - PAD.top - PAD.bottom);
  const isOutside = (value: number) => (trigger.comparison === 'below' ? value < limit : value > limit);
  const band =
    trigger.comparison === 'below' ? { y: 0, height: y(limit) } : { y: y(limit), height: height - y(limit) };
  const points = readings
    .map((reading, index) => `${x(times[index] ?? first)},${y(reading.value)}`)
    .join(' ');
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={t('alert.trend', {
        count: readings.length,
        values: readings.map((r) => r.value).join(', '),
      })}
    >
      <rect x="0" width={width} fill="var(--band)" {...band} />
      <line x1="0" x2={width} y1={y(limit)} y2={y(limit)} stroke="var(--band-line)" strokeDasharray="2 3" />
      <text
        x="2"
        y={trigger.comparison === 'below' ? y(limit) + 12 : y(limit) - 4}
        fontSize="11"
        fill="var(--text-3)"
      >
        {trigger.limit}
      </text>
      <polyline points={points} fill="none" stroke="var(--series)" strokeWidth="2" />
      {readings.map((reading, index) => (
        <circle
          key={`${reading.takenAt}-${index}`}
          cx={x(times[index] ?? first)}
          cy={y(reading.value)}
          r={isOutside(reading.value) ? 4 : 3}
          fill={isOutside(reading.value) ? 'var(--critical)' : 'var(--surface)'}
          stroke={isOutside(reading.value) ? 'var(--critical)' : 'var(--series)'}
          strokeWidth="1.5"
        />
      ))}
    </svg>
  );
}
