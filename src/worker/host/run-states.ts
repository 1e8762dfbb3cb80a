import digest from 'virtual:arithmetic';
import { cannotContinue, type RunIdentity, type RunMarks, refuseOtherRun } from '../../lab/continuation.ts';
import type { DatasetSummary } from '../../lab/dataset.ts';
import { describeError, LabError } from '../../lab/lab-error.ts';
import { recipeHash } from '../../lab/recipe/canonical.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import type { RunEvent } from '../../lab/run-event.ts';
import { BACKENDS } from '../../lab/run-record.ts';
import { z } from '../../lab/zod.ts';
import type { RunContext } from '../../training/run-context.ts';
import type { RunState } from '../../training/run-state.ts';
import type { Environment, RunStart } from '../protocol.ts';
import type { KeptStates } from './kept-states.ts';
import type { KeptWeights } from './kept-weights.ts';
import { StateKeeper } from './state-keeper.ts';

/** What lies in a file. */
export interface KeptRun {
  readonly marks: RunMarks;
  readonly identity: RunIdentity;
  readonly state: RunState;
}

/** What is checked of it: the rest is as it was written, or its bytes would not be whole. */
const keptRunSchema = z.looseObject({
  marks: z.object({ id: z.string().regex(/^[\w-]{1,64}$/), createdAt: z.number() }),
  identity: z.object({
    recipeHash: z.string(),
    fingerprint: z.string(),
    backend: z.enum(BACKENDS),
    device: z.string(),
    arithmetic: z.string(),
  }),
  state: z.looseObject({ epochsDone: z.int().min(1), steps: z.int().min(1) }),
});

/** @throws LabError `cannot-continue` where a value is no state of a run */
export function keptRunOf(value: unknown): KeptRun {
  if (keptRunSchema.safeParse(value).success) return value as KeptRun;
  throw cannotContinue('The file is not the state of a run.', 'Train anew with its recipe.');
}

/** All that decides the numbers of a run here. */
export function identityOf(
  recipe: Recipe,
  { fingerprint }: DatasetSummary,
  { backend, versions }: Pick<Environment, 'backend' | 'versions'>,
): RunIdentity {
  return {
    recipeHash: recipeHash(recipe),
    fingerprint,
    backend: backend.name,
    device: backend.device,
    arithmetic: `${digest} tfjs ${versions.tfjs}`,
  };
}

/**
 * The state that a run goes on from.
 *
 * @throws LabError `cannot-continue` where there is none, or its curve would not be the same
 */
export async function stateOf(states: KeptStates, id: string, here: RunIdentity): Promise<RunState> {
  const { identity, state } = keptRunOf(await states.read(id));
  refuseOtherRun(identity, here);
  return state;
}

/** A full disk is told, and the run trains on; a lost device, say, is the run's own business. */
function tellNotKept(error: unknown, emit: (event: RunEvent) => void): void {
  if (!(error instanceof LabError) || error.code !== 'storage-full') throw error;
  emit({ kind: 'not-kept', error: describeError(error) });
}

/**
 * Keeps the state of a run as it trains, and tells of it.
 *
 * @param look shown each state that is taken
 */
export function keepingState(
  keeper: StateKeeper,
  { id, createdAt }: RunMarks,
  identity: RunIdentity,
  emit: (event: RunEvent) => void,
  look: (state: RunState) => Promise<void> = async () => {},
): Required<Pick<RunContext, 'keep'>> {
  return {
    keep: async (epochsDone, take, parameters) => {
      const marked = async (): Promise<KeptRun> => {
        const state = await take();
        await look(state);
        return { marks: { id, createdAt }, identity, state };
      };
      try {
        if (await keeper.keep(epochsDone, marked, parameters)) emit({ kind: 'kept', epochsDone });
      } catch (error) {
        tellNotKept(error, emit);
      }
    },
  };
}

/** Keeps the state of a run as it trains, and its weights, and tells of them. */
export function keeping(
  { states, weights }: { readonly states: KeptStates; readonly weights: KeptWeights },
  run: RunStart,
  identity: RunIdentity,
  emit: (event: RunEvent) => void,
): Required<Pick<RunContext, 'keep' | 'keepBest'>> {
  const { id } = run;
  return {
    ...keepingState(new StateKeeper(states, id), run, identity, emit, (state) =>
      keepEpoch(weights, id, identity, state),
    ),
    keepBest: async ({ record, evaluation, checkpoint }) => {
      const { activation } = evaluation.predictions;
      try {
        await weights.keepBest(id, { identity, epoch: record.epoch, activation, checkpoint });
        emit({ kind: 'weights-kept' });
      } catch (error) {
        tellNotKept(error, emit);
      }
    },
  };
}

/** The weights of an epoch that was looked at by the way: where they cannot be kept, nobody misses them. */
async function keepEpoch(
  weights: KeptWeights,
  id: string,
  identity: RunIdentity,
  state: RunState,
): Promise<void> {
  const { training, best, epochsDone } = state;
  if (training.phase !== 'main' || !best) return;
  const { activation } = best.evaluation.predictions;
  await weights
    .keepEpoch(id, { identity, epoch: epochsDone, activation, checkpoint: training.model })
    .catch(() => undefined);
}
