import { expect, test } from 'vitest';
import type { RunProgress } from '../src/app/automation-types.ts';
import { clock, ProgressLine, progressText } from './progress-line.ts';

const PROGRESS = {
  ...{ epoch: 3, epochs: 10, step: 111, totalSteps: 370, lastLoss: 0.08391, valAuc: 0.9812 },
  ...{ imagesPerSecond: 412, secondsLeft: 80, evaluating: null },
} as RunProgress;

test('the line tells where the run stands', () => {
  expect(progressText(PROGRESS)).toBe(
    'epoch 3/10 · step 111/370 · loss 0.0839 · val AUC 0.981 · 412 images/s · 1:20 left',
  );
});

test.each([
  [1100, '1100'],
  [23_456, '23456'],
  [41.23, '41'],
  [0.0512, '0.051'],
])('a rate of %s is written without an exponent', (imagesPerSecond, text) => {
  expect(progressText({ ...PROGRESS, imagesPerSecond })).toContain(` ${text} images/s`);
});

test('hours and minutes have two figures behind the first', () => {
  expect([clock(5), clock(80), clock(7505)]).toEqual(['0:05', '1:20', '2:05:05']);
});

test('in a log file stands a line when the run begins, at its first step, and after each epoch', () => {
  const lines: string[] = [];
  const stream = { isTTY: false, write: (text: string) => lines.push(text) } as unknown as NodeJS.WriteStream;
  const line = new ProgressLine(stream);
  for (const [epoch, step] of [
    [0, 0],
    [0, 2],
    [0, 3],
    [1, 4],
  ] as const) {
    line.show({ ...PROGRESS, epoch, step });
  }
  line.end();
  expect(lines.map((text) => text.slice(0, 23))).toEqual(
    ['0/10 · step 0/370', '0/10 · step 2/370', '1/10 · step 4/370'].map((where) => `epoch ${where}`),
  );
});
