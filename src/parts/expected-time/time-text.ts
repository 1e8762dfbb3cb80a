import type { Recipe } from '../../lab/recipe/recipe.ts';
import type { BackendName } from '../../lab/run-record.ts';
import type { ExpectedTime } from '../../lab/study/expected-time.ts';
import { formatRoughly } from '../../ui/format.ts';

/** How long runs take, and how that is known. */
export function timeText({ seconds, unmeasured, byBench }: ExpectedTime, runs: number): string {
  if (unmeasured === runs) return 'time not measured yet';
  const source = byBench === 0 ? 'on this device' : 'by the bench of this device';
  const known = `about ${formatRoughly(seconds)} ${source}`;
  return unmeasured === 0 ? known : `${known}, and ${unmeasured} runs of a kind not measured yet`;
}

/** Whether some of these runs would be refused: other backends have no half precision. */
export function needsWebGpu(recipes: readonly Recipe[], backend: BackendName | undefined): boolean {
  return (
    backend !== undefined && backend !== 'webgpu' && recipes.some(({ precision }) => precision === 'half')
  );
}
