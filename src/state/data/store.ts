import type {
  DatasetRequest,
  DatasetSummary,
  ImageSize,
  LoadProgress,
  ShardStore,
  StoredFile,
} from '../../lab/dataset.ts';
import type { Edition } from '../../lab/edition/edition.ts';
import { describeError, LabError, type LabErrorDescription } from '../../lab/lab-error.ts';
import { phantomSettings } from '../../lab/phantom-settings.ts';
import { type DatasetReference, datasetKey, referenceOf } from '../../lab/recipe/dataset-reference.ts';
import { datasetName } from '../../lab/recipe/name.ts';
import { showNote, showProblem } from '../../ui/notify.tsx';
import type { Given } from '../../worker/client/given-files.ts';
import { lab } from '../../worker/client/lab.ts';
import { createDrawnInSlices } from '../drawn-in-slices.ts';
import { setRecipeDataset, useRecipe } from '../recipe/store.ts';
import { retryUnsaved } from '../unsaved/unsaved.ts';

/** What is asked to be loaded on the page. */
export type LoadRequest = DatasetRequest<Given>;

/** A load under way. */
export interface Loading {
  readonly label: string;
  readonly request: LoadRequest;
  readonly progress: LoadProgress | null;
}

/** Why a load failed, and what was asked for. */
export interface LoadFailed {
  readonly error: LabErrorDescription;
  readonly request: LoadRequest;
}

interface DataState {
  /** The set that is looked at and trained on; null while the first one loads. */
  readonly dataset: DatasetSummary | null;
  /** How a recipe names that set. */
  readonly reference: DatasetReference | null;
  readonly loading: Loading | null;
  /** The last load, where it failed; the set before stays loaded. */
  readonly failure: LoadFailed | null;
  readonly storedFiles: readonly StoredFile[];
  readonly shardStores: readonly ShardStore[];
}

export const useData = createDrawnInSlices<DataState>(() => ({
  dataset: null,
  reference: null,
  loading: null,
  failure: null,
  storedFiles: [],
  shardStores: [],
}));

/** How each set was loaded, so that a rebuilt worker can be given it again. */
const requests = new Map<string, LoadRequest>();
/** Keys of the sets that the present worker holds. */
const held = new Set<string>();
let running: Promise<unknown> = Promise.resolve();
/** Ends what the page itself does for the load under way. */
let cancelling = new AbortController();
/** How many loads were asked for: the latest wins. */
let asked = 0;

lab.onDeath(() => held.clear());

type LoadWork<Result> = (
  onProgress: (progress: LoadProgress) => void,
  signal: AbortSignal,
) => Promise<Result>;

/**
 * Loads a set; a load under way is cancelled. The form's recipe follows the set.
 *
 * @param isForRun the run tells why it did not start, and nobody else
 * @throws LabError as the worker found it; the set before stays loaded
 */
export async function loadDataset(request: LoadRequest, isForRun = false): Promise<DatasetSummary> {
  return await showLoading(
    request,
    async (onProgress, signal) => {
      const dataset = await lab.load(await handedOver(request, signal), onProgress, showProblem);
      requests.set(dataset.key, request);
      held.add(dataset.key);
      const reference = referenceOf(dataset, request);
      useData.setState({ dataset, reference });
      takeDataset(reference, dataset);
      void refreshStored();
      return dataset;
    },
    isForRun,
  );
}

/** The worker gets what a person gave first, and the name of it with the request. */
async function handedOver(request: LoadRequest, signal: AbortSignal): Promise<DatasetRequest<string>> {
  if (request.kind !== 'import') return request;
  const { handOver } = await import('../../worker/client/given-files.ts');
  await handOver(lab, request.files, signal);
  return { ...request, files: request.files.id };
}

/**
 * Shows work on data that were asked for as a load, with its progress and the way to cancel it; a load under way is
 * cancelled.
 *
 * @throws LabError as the work did; what was loaded before stays
 */
export async function showLoading<Result>(
  request: LoadRequest,
  work: LoadWork<Result>,
  isForRun = false,
): Promise<Result> {
  asked += 1;
  if (useData.getState().loading) await cancelLoad();
  await running.catch(() => undefined);
  const result = showNow(request, work, isForRun);
  running = result;
  return await result;
}

async function showNow<Result>(
  request: LoadRequest,
  work: LoadWork<Result>,
  isForRun: boolean,
): Promise<Result> {
  const label = requestLabel(request);
  useData.setState({ loading: { label, request, progress: null }, failure: null });
  let failure: DataState['failure'] = null;
  cancelling = new AbortController();
  try {
    return await work(
      (progress) => useData.setState(({ loading }) => (loading ? { loading: { ...loading, progress } } : {})),
      cancelling.signal,
    );
  } catch (error) {
    const description = describeError(error);
    if (description.code !== 'cancelled' && !isForRun) failure = { error: description, request };
    throw error;
  } finally {
    useData.setState({ loading: null, failure });
  }
}

/** The form's recipe is about this set from now on. */
export function takeDataset(reference: DatasetReference, { fingerprint }: DatasetSummary): void {
  const before = useRecipe.getState().recipe.dataset;
  const left = setRecipeDataset(reference, fingerprint);
  if (left) void putAside(left, datasetName(before));
}

/** The edition of another set is kept there, and no longer part of the form's recipe. */
async function putAside(edition: Edition, dataset: string): Promise<void> {
  const { keepEdition } = await import('../editions/store.ts');
  await keepEdition(edition, dataset);
  showNote(
    `The edition "${edition.name}" is of ${dataset}, and is kept there: choose it under “Train on” in its gallery.`,
  );
}

/** Reads the labels of the loaded set, of which each image has exactly one, as classes. */
export async function readAsClasses({ key }: DatasetSummary): Promise<void> {
  const request = requests.get(key);
  if (request?.kind === 'file' || request?.kind === 'stored')
    await loadDataset({ ...request, asClasses: true });
}

/** Loads a set for a run, which a load that a person asks for meanwhile only holds up. */
async function loadForRun(request: LoadRequest, signal: AbortSignal): Promise<DatasetSummary> {
  for (;;) {
    const own = asked + 1;
    try {
      return await loadDataset(request, true);
    } catch (error) {
      if (asked === own || signal.aborted) throw error;
      await othersLoaded();
    }
  }
}

/** Resolves when no load is under way, however it ended. */
async function othersLoaded(): Promise<void> {
  do await running.catch(() => undefined);
  while (useData.getState().loading);
}

export async function cancelLoad(): Promise<void> {
  cancelling.abort();
  await lab.cancelLoad();
}

export function dismissFailure(): void {
  useData.setState({ failure: null });
}

/**
 * Makes sure that the worker holds the set a recipe is about: it may have been rebuilt since.
 *
 * @param signal aborted when the run is not wanted any more; a load under way is to be cancelled as well
 * @throws LabError `no-dataset` when the data are not on this device; `cancelled`
 */
export async function ensureDataset(
  reference: DatasetReference,
  signal: AbortSignal,
): Promise<DatasetSummary> {
  const key = datasetKey(reference);
  const { dataset } = useData.getState();
  if (dataset?.key === key && held.has(key)) return dataset;
  const request = await findRequest(reference);
  if (request) return await loadForRun(request, signal);
  throw new LabError(
    'no-dataset',
    `${datasetName(reference)} is not on this device.`,
    reference.kind === 'custom'
      ? 'Nothing was trained. Drop its file on the page, then train.'
      : 'Nothing was trained. Fetch it under Data, or drop its file on the page, then train.',
  );
}

/** A request that can be met without the network; null when there is none. */
export async function findRequest(reference: DatasetReference): Promise<LoadRequest | null> {
  if (reference.kind === 'phantom') return phantomRequest(reference);
  const key = datasetKey(reference);
  const known = requests.get(key);
  if (known) return known;
  const stored = (await lab.listStoredFiles()).find((file) => file.key === key);
  return stored ? { kind: 'stored', name: stored.name } : null;
}

/** What to ask for to get the data of a recipe, by whichever way they come; null for a custom set. */
export function fetchRequest(reference: DatasetReference): DatasetRequest<never> | null {
  switch (reference.kind) {
    case 'phantom':
      return phantomRequest(reference);
    case 'catalogue':
      return { kind: 'zenodo', id: reference.id, size: reference.size as ImageSize };
    case 'custom':
      return null;
  }
}

function phantomRequest(reference: DatasetReference & { kind: 'phantom' }): DatasetRequest<never> {
  return { kind: 'phantom', settings: phantomSettings.parse(reference) };
}

/** How a recipe names this set. */
export function requestLabel(request: LoadRequest): string {
  switch (request.kind) {
    case 'phantom':
      return datasetName({ kind: 'phantom', ...request.settings });
    case 'file':
      return request.file.name;
    case 'import':
      return request.files.name;
    case 'zenodo':
      return datasetName({ kind: 'catalogue', id: request.id, size: request.size });
    case 'shards':
      return request.store;
    case 'stored':
      return request.name;
  }
}

/** Files whose deletion can still be taken back, with when they were stored: one that is fetched anew is another. */
const setAside = new Map<string, number>();

function isSetAside({ name, storedAt }: StoredFile): boolean {
  return setAside.get(name) === storedAt;
}

/** What the browser keeps; quiet when it cannot tell, as nothing depends on it. */
export async function refreshStored(): Promise<void> {
  try {
    const files = await lab.listStoredFiles();
    useData.setState({ storedFiles: files.filter((file) => !isSetAside(file)) });
  } catch (error) {
    console.warn('The stored files could not be listed.', error);
  }
}

export async function refreshShards(): Promise<void> {
  try {
    useData.setState({ shardStores: await lab.listShardStores() });
  } catch (error) {
    console.warn('The shards of this server could not be listed.', error);
  }
}

/** Takes a file off the list; it is deleted by {@link deleteStored}, or put back by {@link putBackStored}. */
export function setStoredAside({ name, storedAt }: StoredFile): void {
  setAside.set(name, storedAt);
  void refreshStored();
}

export function putBackStored(name: string): void {
  setAside.delete(name);
  void refreshStored();
}

/** Deletes a file that was set aside, unless it was put back or fetched anew meanwhile. */
export async function deleteStored(name: string): Promise<void> {
  const file = (await lab.listStoredFiles()).find((stored) => stored.name === name);
  const isGoing = file !== undefined && isSetAside(file);
  setAside.delete(name);
  if (!isGoing) return;
  await lab.deleteStoredFile(name);
  void retryUnsaved();
  await refreshStored();
}
