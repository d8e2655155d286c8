import { useTranslation } from 'react-i18next';
import type { Severity } from '../api/types.ts';

interface Drawing {
  readonly letter: string;
  readonly path: string;
  readonly fill: string;
  readonly edge: string;
  readonly ink: string;
  readonly baseline: number;
  readonly letterSize: number;
}

/** Octagon, triangle, diamond, circle: the shape says the severity without its colour. */
const SHAPES: Record<Severity, Drawing> = {
  critical: {
    letter: 'C',
    path: 'M6 .8h8L19.2 6v8L14 19.2H6L.8 14V6z',
    fill: 'var(--critical)',
    edge: 'none',
    ink: '#fff',
    baseline: 13.9,
    letterSize: 11,
  },
  high: {
    letter: 'H',
    path: 'M10 1 19.6 18.6H.4z',
    fill: 'var(--high)',
    edge: 'var(--high)',
    ink: '#fff',
    baseline: 16.6,
    letterSize: 9.5,
  },
  medium: {
    letter: 'M',
    path: 'M10 .7 19.3 10 10 19.3.7 10z',
    fill: 'var(--medium)',
    edge: 'var(--medium-line)',
    ink: '#1b1500',
    baseline: 13.5,
    letterSize: 9.5,
  },
  low: {
    letter: 'L',
    path: 'M10 1a9 9 0 1 1 0 18 9 9 0 0 1 0-18z',
    fill: 'var(--low)',
    edge: 'var(--low-line)',
    ink: '#04252c',
    baseline: 13.8,
    letterSize: 10.5,
  },
};

interface SeverityShapeProps {
  readonly severity: Severity;
  readonly size?: number;
  /** On a filled head the shape is white and the letter takes the head's colour. */
  readonly inverted?: boolean;
  /** Where the word stands beside it, the shape is silent to a screen reader. */
  readonly decorative?: boolean;
}

export function SeverityShape({
  severity,
  size = 18,
  inverted = false,
  decorative = false,
}: SeverityShapeProps) {
  const { t } = useTranslation();
  const shape = SHAPES[severity];
  const name = decorative
    ? { 'aria-hidden': true }
    : { role: 'img', 'aria-label': t(`severity.${severity}`) };
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" {...name}>
      <path
        d={shape.path}
        fill={inverted ? '#fff' : shape.fill}
        stroke={inverted ? '#fff' : shape.edge}
        strokeLinejoin="round"
      />
      <text
        x="10"
        y={shape.baseline}
        textAnchor="middle"
        fontSize={shape.letterSize}
        fontWeight={800}
        fill={inverted ? shape.fill : shape.ink}
      >
        {shape.letter}
      </text>
    </svg>
  );
}
