import 'react';

declare module 'react' {
  /** Custom properties a component hands to its style sheet. */
  interface CSSProperties {
    '--rows'?: number;
    '--share'?: number;
    '--columns'?: number;
  }
}
