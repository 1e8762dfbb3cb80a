import * as tf from '@tensorflow/tfjs-core';
import type { Dataset } from '../../lab/dataset.ts';
import { LabError } from '../../lab/lab-error.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import type { RunEvent } from '../../lab/run-event.ts';
import type { RunContext } from '../run-context.ts';
import { RunControl } from '../run-control.ts';
import type { RunState } from '../run-state.ts';
import { trainRun } from '../train-run.ts';

export const TEST_BACKEND = {
  name: 'cpu',
  label: 'CPU',
  reason: 'a test',
  chosen: true,
  device: 'test',
  threads: 1,
} as const;
const VERSIONS = { lab: '0', tfjs: tf.version_core };

type EventOf<Kind extends RunEvent['kind']> = Extract<RunEvent, { kind: Kind }>;

/** Everything a run tells, in order. */
export class Told {
  readonly events: RunEvent[] = [];

  of<Kind extends RunEvent['kind']>(kind: Kind): EventOf<Kind>[] {
    return this.events.filter((event): event is EventOf<Kind> => event.kind === kind);
  }

  get last(): RunEvent {
    return this.events.at(-1)!;
  }

  get losses(): number[] {
    return this.of('progress').flatMap(({ losses }) => losses);
  }

  get finished(): EventOf<'finished'> {
    const { last } = this;
    if (last.kind !== 'finished') throw new Error(`The run ended with ${last.kind}.`);
    return last;
  }

  /** All that must be equal in equal runs: everything but the clock. */
  get curve() {
    const epochs = this.of('epoch').map(({ record, best }) => ({
      ...record,
      best,
      seconds: 0,
      imagesPerSecond: 0,
    }));
    const { summary, val, ranking, test } = this.finished;
    return {
      losses: this.losses,
      epochs,
      summary: { ...summary, seconds: 0, imagesPerSecond: 0 },
      val,
      ranking,
      test,
    };
  }
}

/**
 * @param onEvent may steer the run
 * @param more `begun` may steer it from outside; `from`: where it goes on
 */
export async function runToEnd(
  data: Dataset,
  recipe: Recipe,
  onEvent: (event: RunEvent, control: RunControl, told: Told) => void = () => {},
  {
    begun,
    from = null,
    ...more
  }: Pick<RunContext, 'memoryUse' | 'keep' | 'keepBest' | 'start'> & {
    begun?: (control: RunControl) => void;
    from?: RunState | null;
  } = {},
): Promise<{ told: Told; error: unknown }> {
  const told = new Told();
  const emit = (event: RunEvent) => {
    told.events.push(event);
    onEvent(event, control, told);
  };
  const control = new RunControl({
    onPaused: () => emit({ kind: 'paused', step: told.losses.length }),
    onResumed: () => emit({ kind: 'resumed' }),
  });
  let error: unknown = null;
  begun?.(control);
  try {
    const context = { control, emit, backend: TEST_BACKEND, versions: VERSIONS, ...more };
    await trainRun(data, recipe, context, from);
  } catch (thrown) {
    error = thrown;
  }
  return { told, error };
}

export async function train(...parameters: Parameters<typeof runToEnd>): Promise<Told> {
  const { told, error } = await runToEnd(...parameters);
  if (error) throw error;
  return told;
}

/** The error of a run that must fail. */
export async function failureOf(
  data: Dataset,
  recipe: Recipe,
): Promise<{ told: Told; code: string; message: string }> {
  const { told, error } = await runToEnd(data, recipe);
  if (!(error instanceof LabError))
    throw new Error('The run did not fail with a LabError.', { cause: error });
  return { told, code: error.code, message: error.message };
}
