import { useTranslation } from 'react-i18next';
import classes from './DemoMark.module.css';

/** The watermark every screen of a demo installation carries, over everything and in the way of nothing. */
export function DemoWatermark() {
  const { t } = useTranslation();
  return (
    <div className={classes.watermark} aria-hidden="true" data-testid="demo-watermark">
      <svg width="100%" height="100%">
        <defs>
          <pattern
            id="demo-watermark"
            width="260"
            height="180"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(-28)"
          >
            <text
              x="20"
              y="100"
              fontSize="56"
              fontWeight="800"
              letterSpacing="6"
              fill="var(--text-1)"
              opacity="0.055"
            >
              {t('demo.mark')}
            </text>
          </pattern>
        </defs>
        <rect width="100%" height="100%" fill="url(#demo-watermark)" />
      </svg>
    </div>
  );
}

interface DemoChipProps {
  /** In the top bar it shrinks to the one word where the window is narrow. */
  readonly room?: 'full' | 'bar';
}

export function DemoChip({ room = 'full' }: DemoChipProps) {
  const { t } = useTranslation();
  return (
    <span className={classes.chip} data-room={room} title={t('demo.chip')}>
      <span className={classes.full}>{t('demo.chip')}</span>
      <span className={classes.brief} aria-hidden="true">
        {t('demo.mark')}
      </span>
    </span>
  );
}
