import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { DatasetSummary, Task } from '../../lab/dataset.ts';
import { lookAtPart } from '../../lab/report/look-at-part.ts';
import { standardThresholds } from '../../lab/results/answers.ts';
import { randomPart } from '../../lab/results/testing/scored.ts';
import { parseStudy } from '../../lab/study/study.ts';
import { exampleRunFiles } from '../../lab/study/testing/example-run-files.ts';
import { finishWork } from '../../lab/work.ts';
import { lookFigures } from './look-figures.ts';

const exampleDataset = exampleRunFiles(parseStudy({ name: 'x', seeds: [1] }), () => 1)[0]!.record.dataset;

const NASTY = 'a <script>alert(1)</script> & "b"';

function figuresOf(task: Task, classes: number, names: readonly string[]) {
  const scored = randomPart(task, 120, classes, 5);
  const dataset: DatasetSummary = { ...exampleDataset, task, classNames: names };
  const look = finishWork(lookAtPart('val', scored, standardThresholds(task, scored.scores.length), dataset));
  return { look, figures: lookFigures('A', '#b5123f', dataset, look, null) };
}

describe('the figures of a run', () => {
  it.each([
    ['binary', 2],
    ['multi-class', 4],
    ['multi-label', 5],
  ] as const)('are drawn for %s sets, every name as text', (task, classes) => {
    const names = Array.from({ length: classes }, (_, index) => (index === 1 ? NASTY : `${index}`));
    const { look, figures } = figuresOf(task, classes, names);
    expect(figures.map(({ file }) => file)).toEqual([
      'A-val-roc',
      'A-val-precision-recall',
      'A-val-confusion',
      'A-val-reliability',
      'A-val-mistakes',
    ]);
    for (const { file, svg, width, height } of figures) {
      if (process.env.REPORT_OUT) writeFileSync(`${process.env.REPORT_OUT}/${task}-${file}.svg`, svg);
      expect(svg).not.toContain('<script');
      expect(svg).not.toMatch(/NaN|undefined|Infinity/);
      expect(
        svg.startsWith(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"`),
      ).toBe(true);
    }
    expect(look.outputs).toHaveLength(task === 'binary' ? 1 : classes);
    expect(look.mistakes.length).toBeLessThanOrEqual(look.wrong);
  });

  it('say the same for the same run', () => {
    const [one, other] = [figuresOf('binary', 2, ['no', 'yes']), figuresOf('binary', 2, ['no', 'yes'])];
    expect(one.figures).toEqual(other.figures);
  });

  it('say that there is no curve where all images are of one kind', () => {
    const dataset: DatasetSummary = { ...exampleDataset, task: 'multi-class', classNames: ['a', 'b', 'c'] };
    const part = randomPart('multi-class', 40, 2, 3);
    const scored = {
      ...part,
      classes: 3,
      scores: [...part.scores, new Float64Array(40).fill(-9)],
      held: [...part.held, new Uint8Array(40)],
      predictions: {
        ...part.predictions,
        outputs: 3,
        logits: Float64Array.from({ length: 120 }, (_, place) =>
          place % 3 === 2 ? -9 : part.predictions.logits[Math.floor(place / 3) * 2 + (place % 3)]!,
        ),
      },
    };
    const look = finishWork(lookAtPart('val', scored, [null, null, null], dataset));
    const [roc] = lookFigures('A', '#b5123f', dataset, look, null);
    expect(look.outputs[2]!.curves).toBeNull();
    expect(roc!.svg).toContain('there is no curve');
    expect(roc!.svg).not.toContain('NaN');
  });
});
