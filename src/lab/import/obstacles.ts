import { SPLITS } from '../dataset.ts';
import { LabError, type LabErrorCode } from '../lab-error.ts';
import { partName } from '../leak-note.ts';
import type { ImportPlan } from './plan.ts';

/** Why nothing can be trained on the set as it is planned, and the way out. */
export interface Obstacle {
  readonly code: LabErrorCode;
  readonly text: string;
  readonly remedy: string;
}

const REDRAW = 'Draw the parts anew from all images (option parts: "redraw").';

/** What has to change before the set can be taken; the page and the command line both tell it before the start. */
export function obstaclesOf({
  task,
  classNames,
  counts,
  images,
}: Pick<ImportPlan, 'task' | 'classNames' | 'counts' | 'images'>): Obstacle[] {
  const empty = SPLITS.filter((split) => images[split] === 0);
  if (empty.length > 0) {
    const names = empty.map(partName).join(' and ');
    return [
      {
        code: 'no-images',
        text: `The ${names} part has no images.`,
        remedy: `It takes more images. ${REDRAW}`,
      },
    ];
  }
  if (task === 'multi-label') {
    const isFlat = counts.train.every((count) => count === 0 || count === images.train);
    return isFlat
      ? [
          {
            code: 'one-class',
            text: 'Each label has the same value for all training images: there is nothing to tell apart.',
            remedy: REDRAW,
          },
        ]
      : [];
  }
  const obstacles: Obstacle[] = [];
  for (const split of SPLITS) {
    const present = classNames.filter((_, label) => counts[split][label]! > 0);
    if (present.length === 1) {
      obstacles.push({
        code: 'one-class',
        text: `All ${images[split]} images of the ${partName(split)} part are ${present[0]}: there is nothing to tell apart.`,
        remedy: REDRAW,
      });
    }
  }
  const untrained = classNames.filter((_, label) => counts.train[label] === 0);
  if (untrained.length > 0 && obstacles.length === 0) {
    obstacles.push({
      code: 'labels-out-of-range',
      text: `The training part has no image of ${untrained.slice(0, 6).join(', ')}.`,
      remedy: `Leave the class out (option leaveOutClasses). ${REDRAW}`,
    });
  }
  return obstacles;
}

/**
 * Refuses a plan that nobody can train on, or that has an open question.
 *
 * @throws LabError `needs-choice`, and the code of the obstacle
 */
export function requireReady(plan: ImportPlan): void {
  const [question] = plan.questions;
  if (question) {
    const [first] = question.answers;
    const value = question.option === 'leaveOut' ? `["${first?.value}"]` : `"${first?.value}"`;
    throw new LabError(
      'needs-choice',
      question.text,
      `Nothing was taken. Say it in the window of the import, or in its options: { "${question.option}": ${value} }${
        question.option === 'leaveOut' || question.answers.length < 2
          ? ''
          : `, or ${question.answers
              .slice(1, 4)
              .map((answer) => `"${answer.value}"`)
              .join(', ')}`
      }.`,
    );
  }
  const [obstacle] = obstaclesOf(plan);
  if (obstacle) throw new LabError(obstacle.code, obstacle.text, `Nothing was taken. ${obstacle.remedy}`);
}
