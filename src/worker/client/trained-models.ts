import * as Comlink from 'comlink';
import type { ImportOptions } from '../../lab/import/options.ts';
import { describeError, LabError } from '../../lab/lab-error.ts';
import { datasetName } from '../../lab/recipe/name.ts';
import type { LabWorker } from '../protocol.ts';
import type {
  JobProgress,
  KeptWeights,
  ModelJobName,
  ModelJobs,
  ModelReference,
} from '../protocol-model-jobs.ts';
import { lab } from './lab.ts';

export function keptWeights(): Promise<readonly KeptWeights[]> {
  return lab.withWorker((remote) => remote.keptWeights());
}

/** What is kept of a run that is deleted; it can be brought back for a minute. */
export function setRunAside(id: string): Promise<void> {
  return lab.withWorker((remote) => remote.setRunAside(id));
}

export function bringRunBack(id: string): Promise<void> {
  return lab.withWorker((remote) => remote.bringRunBack(id));
}

/** See LabWorker.readPicture. */
export function readPicture(
  datasetKey: string,
  file: Blob,
  square: ImportOptions['square'],
): Promise<Uint8Array> {
  return lab.withWorker((remote) => remote.readPicture(datasetKey, file, square));
}

let tickets = 0;

/** By its name: the worker knows the set by its key alone. */
function notLoaded({ recipe }: ModelReference): LabError {
  return new LabError(
    'no-dataset',
    `${datasetName(recipe.dataset)} is not loaded, and this run was trained on it.`,
    'The run is kept. Choose its data at the top, then ask again.',
  );
}

/**
 * Asks a trained model. While a run trains, the answer may take long: the job takes at most 3 % of the time.
 *
 * @param signal gives the job up after its step
 * @throws LabError `no-weights` where the weights are not kept (any more), `no-dataset` where the set is not loaded,
 *   `cancelled`, or what went wrong
 */
export async function askModel<Name extends ModelJobName>(
  model: ModelReference,
  name: Name,
  request: ModelJobs[Name]['request'],
  signal: AbortSignal,
  onProgress: (progress: JobProgress) => void = () => {},
): Promise<ModelJobs[Name]['answer']> {
  if (signal.aborted)
    throw new LabError('cancelled', 'It was given up.', 'The run and its results are kept.');
  tickets += 1;
  const ticket = `${name} ${tickets}`;
  const cancel = () => void lab.withWorker((remote) => remote.cancelJob(ticket)).catch(() => undefined);
  signal.addEventListener('abort', cancel);
  try {
    return await lab.withWorker((remote) => {
      // Comlink knows no generic methods: the answer is that of the job of this name.
      const ask = remote.askModel as unknown as LabWorker['askModel'];
      return ask(model, name, request, ticket, Comlink.proxy(onProgress));
    });
  } catch (error) {
    throw describeError(error).code === 'no-dataset' ? notLoaded(model) : error;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}
