/** Bytes that the scores of one run may take. */
export const SCORES_BUDGET = 2 ** 21;

/**
 * Whether the scores of an epoch are kept: each one while the budget lasts, then every second, every fourth and so on;
 * always the first and the last. What is kept of a longer run was kept of a shorter one.
 *
 * @param last the latest epoch so far
 * @param values logits of an epoch
 */
export function isKept(epoch: number, last: number, values: number): boolean {
  return epoch === last || (epoch - 1) % keptStride(last, values) === 0;
}

/** Of how many epochs the scores of one are kept. @param budget bytes of all that is kept */
export function keptStride(last: number, values: number, budget = SCORES_BUDGET): number {
  const most = Math.max(2, Math.floor(budget / (values * Float32Array.BYTES_PER_ELEMENT)) - 1);
  let stride = 1;
  while (Math.ceil(last / stride) > most) stride *= 2;
  return stride;
}
