import type { DatasetSummary } from '../dataset.ts';
import type { OverallFigures } from '../results/overall-figures.ts';
import type { EpochRecord, RunSummary } from '../run-record.ts';
import { markedClass } from '../shortcut-mark.ts';

/** What a lesson may tell of a run: measured, never written into the lesson. */
export interface RunFigures {
  readonly dataset: DatasetSummary;
  readonly summary: RunSummary | null;
  /** After the last epoch; null where the curve is not read yet. */
  readonly lastEpoch: EpochRecord | null;
  /** Of the rare class on the validation part, at the standard threshold; null while they are counted. */
  readonly rare: { readonly found: number; readonly missed: number; readonly falseAlarms: number } | null;
  /** Of the validation part, at the standard threshold; null while it is worked out. */
  readonly overall: OverallFigures | null;
  /** Mean AUC over all stresses; null where the model was not stressed. */
  readonly stressed: number | null;
  /** Batches that it was trained on. */
  readonly steps: number;
}

type Figure = (run: RunFigures) => number | string | null;

/** Accuracy of the lazy model on the validation part, which always answers with the largest class. */
export function lazyAccuracy({ classCounts, counts }: DatasetSummary): number {
  return Math.max(...classCounts.val) / counts.val;
}

/** Each by its name in `{{run.figure}}`: shares and AUCs from 0 to 1, or words. */
export const FIGURES = {
  accuracy: ({ summary }) => summary?.val.acc ?? null,
  /** Of the lazy model, under the name that it has in lesson files. */
  majority: ({ dataset }) => lazyAccuracy(dataset),
  auc: ({ summary }) => summary?.val.auc ?? null,
  interval: ({ summary }) => {
    if (!summary) return null;
    const { interval } = summary.val;
    // Of a class with a single image there is none: that is known, and stays so.
    return interval ? `${interval[0].toFixed(3)} to ${interval[1].toFixed(3)}` : 'none';
  },
  trainAuc: ({ lastEpoch }) => lastEpoch?.trainAuc ?? null,
  lastAuc: ({ lastEpoch }) => lastEpoch?.val.auc ?? null,
  testAuc: ({ summary }) => summary?.test?.auc ?? null,
  found: ({ rare }) => rare && `${rare.found} of ${rare.found + rare.missed}`,
  recall: ({ rare }) => rare && rare.found / Math.max(1, rare.found + rare.missed),
  missed: ({ rare }) => rare && String(rare.missed),
  falseAlarms: ({ rare }) => rare && String(rare.falseAlarms),
  rareClass: ({ dataset }) => dataset.classNames[markedClass(dataset)] ?? null,
  balanced: ({ overall }) => overall?.balanced ?? null,
  macroF1: ({ overall }) => overall?.macroF1 ?? null,
  calibration: ({ overall }) => overall?.calibration ?? null,
  calibrated: ({ overall }) => overall?.calibrated ?? null,
  stressed: ({ stressed }) => stressed,
  steps: ({ steps }) => String(steps),
} as const satisfies Readonly<Record<string, Figure>>;

export type FigureName = keyof typeof FIGURES;
export const FIGURE_NAMES = Object.keys(FIGURES) as readonly FigureName[];

/** Stands in place of a run: what the data of the lesson tell before anything is trained. */
export const DATA_NAME = 'data';
export const DATA_FIGURES: readonly string[] = ['majority', 'rareClass'] satisfies FigureName[];

export function figuresOfData(dataset: DatasetSummary): RunFigures {
  return { dataset, summary: null, lastEpoch: null, rare: null, overall: null, stressed: null, steps: 0 };
}

/** A figure as it stands in a sentence; "…" where it is not known yet. */
export function figureText(run: RunFigures | undefined, name: FigureName): string {
  const value = run ? (FIGURES[name] as Figure)(run) : null;
  if (value === null) return '…';
  return typeof value === 'number' ? value.toFixed(3) : value;
}

/** A figure on the scale from 0 to 1; null where it is not known, or is none. */
export function figureShare(run: RunFigures | undefined, name: FigureName): number | null {
  const value = run ? (FIGURES[name] as Figure)(run) : null;
  return typeof value === 'number' ? value : null;
}

/** `{{run.figure}}` in a text. */
const REFERENCE = /\{\{\s*([a-z][a-z0-9]*)\.([a-zA-Z]+)\s*\}\}/g;

/**
 * `{{run.beatsGuessing ? words | other words}}` in a text: the first words where the 95 % interval of the run's AUC lies above
 * 0.5, and else the others, as the AUC may be luck then.
 */
const CHOICE = /\{\{\s*([a-z][a-z0-9]*)\.beatsGuessing\s*\?\s*([^|{}]*?)\s*\|\s*([^|{}]*?)\s*\}\}/g;

/** All figures that a text names or chooses its words by, as [run, figure]. */
export function figuresIn(text: string): readonly (readonly [string, string])[] {
  const named = [...text.matchAll(REFERENCE)].map(([, run, figure]) => [run!, figure!] as const);
  return [...named, ...[...text.matchAll(CHOICE)].map(([, run]) => [run!, 'interval'] as const)];
}

/** The text with its words chosen and its figures filled in. */
export function withFigures(text: string, runs: ReadonlyMap<string, RunFigures>): string {
  return text
    .replaceAll(CHOICE, (_, run: string, above: string, other: string) => {
      const beats = beatsGuessing(runs.get(run));
      if (beats === null) return '…';
      return beats ? above : other;
    })
    .replaceAll(REFERENCE, (whole, run: string, figure: string) =>
      Object.hasOwn(FIGURES, figure) ? figureText(runs.get(run), figure as FigureName) : whole,
    );
}

/** Null where it is not known yet; what has no interval is not shown to. */
function beatsGuessing(run: RunFigures | undefined): boolean | null {
  if (!run?.summary) return null;
  const { interval } = run.summary.val;
  return Boolean(interval && interval[0] > 0.5);
}
