import { useEffect, useRef, useState } from 'react';
import { createRandom } from '../../lab/random.ts';
import { rateBands, rateHeights } from '../../lab/results/rate-bands.ts';
import { scoredPart } from '../../lab/results/scored-part.ts';
import { auc } from '../../lab/statistics/auc.ts';
import { type BandPoint, bandOverSeeds } from '../../lab/statistics/curves.ts';
import type { OneVersusRest } from '../../lab/statistics/scores.ts';
import { inSlices } from '../../state/results/in-slices.ts';
import { readPredictions } from '../../state/runs/store.ts';
import type { RateKind } from '../../state/view/view.ts';
import type { Curve } from '../../ui/chart/curve.ts';
import { runColour } from '../../ui/palettes.ts';
import type { SeedGroup } from './seed-groups.ts';

const RATE_CURVES = { ROC: 'roc', 'precision and recall': 'precisionRecall' } as const satisfies Record<
  RateKind,
  string
>;

/** Redraws of the images for the band of a single run: enough for its ends to stand still at this size. */
const DRAWS = 200;

interface Wish {
  readonly kind: RateKind;
  readonly part: 'val' | 'test';
  /** Class or label that is told from the rest. */
  readonly output: number;
}

/** Each group's curve with its band: over seeds where there are several, else over other draws of the images. */
export function useRateCurves(
  groups: readonly SeedGroup[],
  wish: Wish,
  scheme: 'light' | 'dark',
): readonly Curve[] {
  const [curves, setCurves] = useState<readonly Curve[]>([]);
  const { kind, part, output } = wish;
  // Growing curves make new groups several times a second; only ended runs and their names matter here.
  const key = groups
    .map(
      ({ name, letter, colour, runs }) =>
        `${name} ${letter} ${colour} ${runs.map(({ row }) => `${row.id} ${row.status}`)}`,
    )
    .join();
  const latest = useRef(groups);
  latest.current = groups;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the groups
  useEffect(() => {
    const abort = new AbortController();
    void (async () => {
      const found: Curve[] = [];
      for (const group of latest.current) {
        const questions = await readQuestions(group, part, output, abort.signal);
        const band = await bandOf(questions, kind, abort.signal);
        if (abort.signal.aborted) return;
        if (!band) continue;
        // The last point of every ROC curve is (1, 1): what tells them apart is the area.
        const figure = kind === 'ROC' ? meanAuc(questions) : null;
        found.push({ ...curveOf(group, band, scheme), figure });
      }
      setCurves(found);
    })();
    return () => abort.abort();
  }, [key, kind, part, output, scheme]);
  return curves;
}

/** Labels and scores of each run that has both classes. */
async function readQuestions(
  { runs }: SeedGroup,
  part: Wish['part'],
  output: number,
  signal: AbortSignal,
): Promise<readonly OneVersusRest[]> {
  const questions = [];
  for (const { row } of runs) {
    const predictions = (await readPredictions(row.id))?.[part];
    if (!predictions || output >= predictions.outputs) continue;
    const scored = await inSlices(scoredPart(predictions, row.dataset.task), signal);
    if (!scored) return [];
    const [labels, scores] = [scored.held[output]!, scored.scores[output]!];
    if (labels.includes(1) && labels.includes(0)) questions.push({ labels, scores });
  }
  return questions;
}

function meanAuc(questions: readonly OneVersusRest[]): number {
  return questions.reduce((sum, { labels, scores }) => sum + auc(labels, scores)!, 0) / questions.length;
}

async function bandOf(
  questions: readonly OneVersusRest[],
  kind: RateKind,
  signal: AbortSignal,
): Promise<readonly BandPoint[] | null> {
  const curve = RATE_CURVES[kind];
  const [first] = questions;
  if (!first) return null;
  if (questions.length > 1) {
    return bandOverSeeds(questions.map(({ labels, scores }) => rateHeights(labels, scores)![curve]));
  }
  const bands = await inSlices(rateBands(first.labels, first.scores, DRAWS, createRandom(1)), signal);
  return bands?.[curve] ?? null;
}

function curveOf(
  { key, name, letter, colour }: SeedGroup,
  band: readonly BandPoint[],
  scheme: 'light' | 'dark',
): Curve {
  return {
    id: `rate ${key}`,
    name,
    letter,
    colour: runColour(colour, scheme),
    dash: '',
    opacity: 1,
    width: 2,
    points: band.map(({ x, y }) => ({ x, y })),
    band,
  };
}
