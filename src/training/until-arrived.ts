import type { Dataset, Split } from '../lab/dataset.ts';
import type { RunControl } from './run-control.ts';

/**
 * Waits for every image of the parts; at once where the set did not come as a stream. A stop ends the wait.
 *
 * @throws LabError of the stream, where what is waited for will not come
 */
export async function untilArrived(
  { streaming, splits }: Dataset,
  parts: readonly Split[],
  { stopped }: RunControl,
): Promise<'arrived' | 'stopped'> {
  if (!streaming) return 'arrived';
  const arrived = Promise.all(parts.map((part) => streaming.whenArrived(part, splits[part].count - 1)));
  return await Promise.race([arrived.then(() => 'arrived' as const), stopped.then(() => 'stopped' as const)]);
}
