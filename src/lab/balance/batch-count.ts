/** How many batches an epoch of so many images has: a remainder of one joins the batch before it. */
export function batchCount(images: number, batch: number): number {
  const joinsTheLast = images > batch && images % batch === 1;
  return Math.ceil(images / batch) - (joinsTheLast ? 1 : 0);
}
