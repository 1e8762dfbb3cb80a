import type { Task } from '../dataset.ts';
import { classesOf } from './image-classes.ts';

/** Sums up the images of each class, to mean images, and says how like its class's mean an image is. */
export class ClassMeans {
  readonly #task: Task;
  readonly #sums: Float64Array[];
  readonly #counts: number[];

  /**
   * @param classes number of classes or labels; multi-label sets have one group more, of images without a label
   * @param length values of an image
   */
  constructor(task: Task, classes: number, length: number) {
    this.#task = task;
    const groups = task === 'multi-label' ? classes + 1 : classes;
    this.#sums = Array.from({ length: groups }, () => new Float64Array(length));
    this.#counts = new Array<number>(groups).fill(0);
  }

  /** @param row its label row */
  add(values: ArrayLike<number>, row: ArrayLike<number>): void {
    for (const label of classesOf(row, this.#task)) {
      const sum = this.#sums[label]!;
      for (let at = 0; at < sum.length; at++) sum[at]! += values[at]!;
      this.#counts[label]! += 1;
    }
  }

  /** Null for a class without images. */
  mean(label: number): Float64Array | null {
    const count = this.#counts[label]!;
    return count === 0 ? null : this.#sums[label]!.map((sum) => sum / count);
  }

  /** Correlation with the mean of its class, the mean over its labels; see {@link correlation}. */
  likeness(
    means: readonly (Float64Array | null)[],
    values: ArrayLike<number>,
    row: ArrayLike<number>,
  ): number {
    const labels = classesOf(row, this.#task);
    const found = labels.map((label) => (means[label] ? correlation(values, means[label]) : 0));
    return found.reduce((sum, value) => sum + value, 0) / found.length;
  }

  means(): readonly (Float64Array | null)[] {
    return this.#counts.map((_, label) => this.mean(label));
  }
}

/** Pearson's correlation of two images: alike whatever brightness and contrast; 0 where one of them is flat. */
export function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const count = a.length;
  let [sumA, sumB, squareA, squareB, product] = [0, 0, 0, 0, 0];
  for (let at = 0; at < count; at++) {
    const [x, y] = [a[at]!, b[at]!];
    sumA += x;
    sumB += y;
    squareA += x * x;
    squareB += y * y;
    product += x * y;
  }
  const spread = (count * squareA - sumA ** 2) * (count * squareB - sumB ** 2);
  return spread > 0 ? (count * product - sumA * sumB) / Math.sqrt(spread) : 0;
}
