import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** Cooler than Mantine's own, so that grey images stay the only true greys. */
const dark: MantineColorsTuple = [
  '#d5d8de',
  '#b6bac3',
  '#9ba0ab',
  '#6b717d',
  '#4a4f59',
  '#363a43',
  '#262a31',
  '#1b1d22',
  '#15171b',
  '#0f1114',
];

/** On a low or magnified screen what opens below the header scrolls by itself: there is nothing else to scroll it by. */
const WITHIN_SCREEN = { maxHeight: 'calc(100dvh - 72px)', overflowY: 'auto' } as const;

export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 7, dark: 7 },
  autoContrast: true,
  colors: { dark },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  fontSizes: { xs: '0.75rem', sm: '0.875rem', md: '1.0625rem', lg: '1.0625rem', xl: '1.0625rem' },
  components: {
    Button: { defaultProps: { fw: 500 } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true, transitionProps: { duration: 100 } } },
    Popover: { defaultProps: { transitionProps: { duration: 100 } }, styles: { dropdown: WITHIN_SCREEN } },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
    Menu: {
      // The first item takes the focus: a placeholder is no child that a menu may have.
      defaultProps: {
        transitionProps: { duration: 100 },
        withInitialFocusPlaceholder: false,
        // Not out of a low window: to the other side, or scrolling by itself in what room there is.
        middlewares: { flip: true, shift: true, size: { padding: 8 } },
      },
      styles: { dropdown: WITHIN_SCREEN },
    },
  },
});
