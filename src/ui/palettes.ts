/** Okabe and Ito (2008): colours of classes, told apart with any colour vision; the same class, the same colour. */
const CLASSES = ['#0072B2', '#E69F00', '#009E73', '#CC79A7', '#D55E00', '#56B4E9', '#F0E442', '#999999'];

export function classColour(index: number): string {
  return CLASSES[index % CLASSES.length]!;
}

/**
 * Colours of runs: none of them is a class colour, and each has a contrast of at least 4.5 with the paper of its theme,
 * as the names at the lines' ends are written in it. Chosen by hand, checked by palettes.test.ts.
 */
export const RUN_COLOURS = {
  light: ['#be123c', '#155e75', '#7c2d12', '#86198f', '#3f6212', '#475569', '#9f1239', '#1e40af'],
  dark: ['#fda4af', '#67e8f9', '#fdba74', '#e879f9', '#bef264', '#cbd5e1', '#fecdd3', '#93c5fd'],
} as const;

/** Beyond the palette, colours repeat with another dash. */
const DASHES = ['', '7 3', '2 3', '9 3 2 3'];

export function runColour(index: number, scheme: 'light' | 'dark'): string {
  return RUN_COLOURS[scheme][index % RUN_COLOURS[scheme].length]!;
}

export function runDash(index: number): string {
  return DASHES[Math.floor(index / RUN_COLOURS.light.length) % DASHES.length]!;
}

/** The lowest index that no run has: given once, kept for life. */
export function nextColour(taken: Iterable<number>): number {
  const used = new Set(taken);
  let index = 0;
  while (used.has(index)) index++;
  return index;
}
