import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

/** Mantine wants ten shades; ours are roles, so the tuple holds the soft, the text and the fill where Mantine looks. */
const accent: MantineColorsTuple = [
  '#e7edfc',
  '#d3defa',
  '#b3c6f6',
  '#9ab4ff',
  '#6d8fe8',
  '#4a70d9',
  '#2450c5',
  '#2450c5',
  '#1d43a8',
  '#16358a',
];

export const theme = createTheme({
  fontFamily: 'var(--font)',
  colors: { accent },
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 5 },
  defaultRadius: 6,
  fontSizes: { xs: '11px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '24px', xl: '28px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Modal: { defaultProps: { transitionProps: { duration: 120, transition: 'fade' }, radius: 8 } },
    InputWrapper: { defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] } },
  },
});

const roles = {
  '--mantine-color-body': 'var(--surface)',
  '--mantine-color-text': 'var(--text-1)',
  '--mantine-color-dimmed': 'var(--text-3)',
  '--mantine-color-placeholder': 'var(--text-3)',
  '--mantine-color-anchor': 'var(--accent)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-color': 'var(--text-1)',
  '--mantine-color-default-border': 'var(--edge)',
  '--mantine-color-error': 'var(--critical-text)',
  '--mantine-primary-color-filled': 'var(--accent-fill)',
} as const;

export const tokensForMantine: CSSVariablesResolver = () => ({ variables: {}, light: roles, dark: roles });
