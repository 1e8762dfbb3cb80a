import type { Recipe } from '../../lab/recipe/recipe.ts';
import type { BackendName } from '../../lab/run-record.ts';
import type { ExpectedTime } from '../../lab/study/expected-time.ts';
import { formatRoughly } from '../../ui/format.ts';

/** How long runs take, and how that is known. */
export function timeText({ seconds, unmeasured, byBench, bySimilar }: ExpectedTime, runs: number): string {
  if (unmeasured === runs) return 'time not measured yet';
  const source =
    bySimilar > 0
      ? 'by other runs on this device'
      : byBench > 0
        ? 'by the bench of this device'
        : 'on this device';
  const known = `about ${formatRoughly(seconds)} ${source}`;
  return unmeasured === 0
    ? known
    : `${known}, and ${unmeasured} ${unmeasured === 1 ? 'run' : 'runs'} of a kind not measured yet`;
}

/** Whether some of these runs would be refused: other backends have no half precision. */
export function needsWebGpu(recipes: readonly Recipe[], backend: BackendName | undefined): boolean {
  return (
    backend !== undefined && backend !== 'webgpu' && recipes.some(({ precision }) => precision === 'half')
  );
}
