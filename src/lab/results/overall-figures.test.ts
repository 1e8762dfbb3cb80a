import { expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { finishWork } from '../work.ts';
import { answersAt, standardThresholds } from './answers.ts';
import { calibrate } from './calibrate.ts';
import { overallFigures } from './overall-figures.ts';
import { randomPart } from './testing/scored.ts';

it.each(['binary', 'multi-class'] as const)('tells of %s parts what Results tells', (task) => {
  const part = randomPart(task, 200, task === 'binary' ? 2 : 3, 1);
  const answers = answersAt(part, standardThresholds(task, part.scores.length));
  const figures = finishWork(overallFigures(part, answers));
  const recalls = answers.classes.map(({ found, missed }) => found / (found + missed));
  expect(figures.balanced).toBeCloseTo(recalls.reduce((sum, one) => sum + one, 0) / recalls.length, 12);
  const { before, after } = finishWork(calibrate(part, part, 0, createRandom(1)));
  expect(figures.calibration).toBe(before.error);
  expect(figures.calibrated).toBe(after.error);
});
