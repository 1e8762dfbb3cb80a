/** Okabe and Ito (2008): colours of classes, told apart with any colour vision; the same class, the same colour. */
const CLASSES = ['#0072B2', '#E69F00', '#009E73', '#CC79A7', '#D55E00', '#56B4E9', '#F0E442', '#999999'];

export function classColour(index: number): string {
  return CLASSES[index % CLASSES.length]!;
}

/**
 * Colours of runs: none of them is a class colour, each has a contrast of at least 4.5 with the paper of its theme, as the
 * names at the lines' ends are written in it, and no two are close, to eyes that do not tell red from green either. Chosen
 * by hand, checked by palettes.test.ts.
 */
export const RUN_COLOURS = {
  light: ['#b5123f', '#1f5fe0', '#1d5208', '#7d1fa0', '#a86006', '#0a7078'],
  dark: ['#ff7d93', '#7d98ff', '#a8e84a', '#f0b8ff', '#e6bd92', '#7df0ea'],
} as const;

export const RUN_COLOUR_COUNT = RUN_COLOURS.light.length;

/** Of runs beyond those that colours can tell apart: their letters do. */
const OTHER_RUNS = { light: '#5f6b7a', dark: '#98a2b3' } as const;

type Scheme = 'light' | 'dark';

/** @param index place in the palette; null in grey */
export function runColour(index: number | null, scheme: Scheme): string {
  return (index === null ? undefined : RUN_COLOURS[scheme][index]) ?? OTHER_RUNS[scheme];
}

/** What is written on the colour of a run. */
export function runInk(scheme: Scheme): string {
  return scheme === 'light' ? '#ffffff' : '#15171b';
}
