import { useMemo } from 'react';
import { stressMean } from '../../lab/stress/stress-curve.ts';
import { underStress } from '../../lab/stress/stress-scores.ts';
import { analyseCells } from '../../lab/study/analyse.ts';
import { byStress } from '../../lab/study/scored-run.ts';
import { verdictOf } from '../../lab/study/verdict.ts';
import type { StressedPart } from '../../state/stress/store.ts';
import classes from './stress.module.css';
import type { StressedGroup } from './stress-groups.ts';

/** Which recipe bears more, by the mean over all stresses, judged as a study judges; nothing of a single recipe. */
export function StressVerdict({ groups, part }: { groups: readonly StressedGroup[]; part: StressedPart }) {
  const datasets = new Set(groups.map(({ runs }) => runs[0]!.row.dataset.fingerprint));
  const verdict = useMemo(
    () =>
      groups.length < 2 || part !== 'val' || datasets.size > 1
        ? null
        : verdictOf(
            analyseCells(
              groups.map(({ key, name, runs }) => ({
                cell: {
                  ...{ key, name, levels: {} },
                  ...{ recipe: runs[0]!.row.recipe, block: runs[0]!.row.dataset.key },
                },
                runs: runs.map(({ row, scores }) => {
                  const { clean } = scores;
                  const asItIs = { val: clean, bestVal: clean, test: null, valKind: 'best-epoch' } as const;
                  return byStress({ record: row, seed: row.recipe.seed, ...asItIs }, underStress(scores));
                }),
              })),
            ),
          ),
    [groups, part, datasets.size],
  );
  if (verdict) {
    return (
      <div data-verdict={verdict.kind}>
        <p className={classes.verdict}>{verdict.title}</p>
        <p className={classes.sentence}>{verdict.lead}</p>
      </div>
    );
  }
  return (
    <p className={classes.sentence}>
      {groups
        .map(({ letter, runs }) => {
          const { mean, interval } = stressMean(
            runs.map(({ scores }) => scores),
            null,
          );
          const band = interval ? ` (${interval[0].toFixed(3)} to ${interval[1].toFixed(3)})` : '';
          return `${letter ? `${letter}: ` : ''}mean AUC over all stresses ${mean.toFixed(3)}${band}`;
        })
        .join('; ')}
      .
    </p>
  );
}
