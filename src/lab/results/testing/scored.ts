import type { Task } from '../../dataset.ts';
import { createRandom } from '../../random.ts';
import type { Activation } from '../../run-record.ts';
import { finishWork } from '../../work.ts';
import { type ScoredPart, scoredPart } from '../scored-part.ts';

/** A part from its logits, row by row. */
export function scoredOf(
  task: Task,
  logits: readonly (readonly number[])[],
  labels: readonly number[],
  activation: Activation = task === 'multi-class' ? 'softmax' : 'sigmoid',
): ScoredPart {
  return finishWork(
    scoredPart(
      {
        logits: Float64Array.from(logits.flat()),
        labels: Uint8Array.from(labels),
        activation,
        outputs: logits[0]!.length,
      },
      task,
    ),
  );
}

/** Images whose scores lean towards their labels, with ties among them. */
export function randomPart(task: Task, count: number, classes: number, seed: number): ScoredPart {
  const random = createRandom(seed);
  const outputs = task === 'binary' ? 1 : classes;
  const labels = Array.from({ length: task === 'multi-label' ? count * classes : count }, () =>
    random.integer(task === 'multi-label' ? 2 : classes),
  );
  const logits = Array.from({ length: count }, (_, image) =>
    Array.from({ length: outputs }, (__, output) => {
      const held =
        task === 'binary'
          ? labels[image] === 1
          : task === 'multi-label'
            ? labels[image * classes + output] === 1
            : labels[image] === output;
      return Math.round(4 * (random.normal() + Number(held))) / 4;
    }),
  );
  return scoredOf(task, logits, labels);
}
