import { create } from 'zustand';
import type { DatasetSummary } from '../../lab/dataset.ts';
import { type Edition, editionMark, MOST_EDITS } from '../../lab/edition/edition.ts';
import { editionFromFile } from '../../lab/edition/edition-file.ts';
import { type Edit, editionOf, foldSteps, stepOf } from '../../lab/edition/steps.ts';
import type { StoredEdition } from '../../lab/edition/stored-edition.ts';
import { LabError } from '../../lab/lab-error.ts';
import { EditionStorage } from '../../storage/editions.ts';
import { hideNote, showNote, showProblem } from '../../ui/notify.tsx';
import { changeRecipe, useRecipe } from '../recipe/store.ts';
import { listenToTabs, tellTabs } from '../tabs/channel.ts';
import { whileWritten } from '../unsaved/being-written.ts';
import { storageProblem } from '../unsaved/storage-problem.ts';
import { forget, isUnsaved, keep } from '../unsaved/unsaved.ts';

interface EditionsState {
  /** Oldest first. */
  readonly editions: readonly StoredEdition[];
}

/** Editions of all sets. Which one is trained on is the recipe's business. */
export const useEditions = create<EditionsState>(() => ({ editions: [] }));

const storage = new EditionStorage();
let reading: Promise<void> | null = null;

/** Reads the stored editions, once, and follows what other tabs do to them. */
export function loadEditions(): Promise<void> {
  reading ??= read().then(
    () => {
      listenToTabs((message) => {
        if (message.kind === 'edition') void read().catch(() => undefined);
      });
    },
    (error: unknown) => {
      reading = null;
      showProblem(storageProblem(error, 'The stored editions could not be read'));
    },
  );
  return reading;
}

async function read(): Promise<void> {
  const stored = await storage.all();
  // What is not stored yet is known here alone.
  const own = useEditions.getState().editions.filter(({ id }) => isUnsaved(nameOf(id)));
  const others = stored.filter(({ id }) => own.every((edition) => edition.id !== id));
  useEditions.setState({ editions: [...others, ...own].toSorted((a, b) => a.createdAt - b.createdAt) });
}

function nameOf(id: string): string {
  return `edition:${id}`;
}

/** The stored edition that the recipe of the form trains on; null where it has none, or one that is not kept here. */
export function activeEdition(
  editions: readonly StoredEdition[],
  wanted: Edition | null,
): StoredEdition | null {
  if (!wanted) return null;
  const { digest } = editionMark(wanted);
  const found = editions.find(
    ({ name, fingerprint, steps }) =>
      name === wanted.name &&
      fingerprint === wanted.fingerprint &&
      editionMark(editionOf(name, fingerprint, steps)).digest === digest,
  );
  return found ?? null;
}

/** The form's recipe trains on this edition; null: on the set as it is. */
export function chooseEdition(edition: StoredEdition | null): void {
  changeRecipe({
    edition: edition ? editionOf(edition.name, edition.fingerprint, edition.steps) : null,
  });
}

/** Begins an edition of a set, with what the recipe's own edition holds where that is not kept here. */
export function beginEdition(dataset: DatasetSummary, from: Edition | null = null): StoredEdition {
  const { editions } = useEditions.getState();
  const edition: StoredEdition = {
    id: crypto.randomUUID(),
    name: freeName(from?.name ?? 'Edition 1', editions, dataset.fingerprint),
    fingerprint: dataset.fingerprint,
    dataset: dataset.name,
    steps: from ? [stepOf(from)] : [],
    undone: [],
    createdAt: Date.now(),
  };
  put(edition);
  chooseEdition(edition);
  return edition;
}

/** Keeps an edition that came with a recipe, where it is not kept yet. */
export async function keepEdition(edition: Edition, dataset: string): Promise<void> {
  await loadEditions();
  const { editions } = useEditions.getState();
  if (activeEdition(editions, edition)) return;
  const { name, fingerprint } = edition;
  put({
    ...{ id: crypto.randomUUID(), fingerprint, dataset, steps: [stepOf(edition)], undone: [] },
    name: freeName(name, editions, fingerprint),
    createdAt: Date.now(),
  });
}

/** Names are given once for each set: "Edition 1", "Edition 2"… */
function freeName(wanted: string, editions: readonly StoredEdition[], fingerprint: string): string {
  const taken = new Set(
    editions.filter((edition) => edition.fingerprint === fingerprint).map(({ name }) => name),
  );
  if (!taken.has(wanted)) return wanted;
  const stem = wanted.replace(/ \d+$/, '').slice(0, 50);
  let number = 2;
  while (taken.has(`${stem} ${number}`)) number++;
  return `${stem} ${number}`;
}

/**
 * Edits training images, as one step: in the edition of the recipe, or in a new one.
 *
 * @throws LabError `bad-edition` where it would be more than an edition may hold
 */
export function editImages(dataset: DatasetSummary, edits: readonly Edit[]): void {
  const { edition: wanted } = useRecipe.getState().recipe;
  const own = wanted?.fingerprint === dataset.fingerprint ? wanted : null;
  const before = activeEdition(useEditions.getState().editions, own);
  const steps = [...(before?.steps ?? (own ? [stepOf(own)] : [])), edits];
  if (foldSteps(steps).size > MOST_EDITS) {
    throw new LabError(
      'bad-edition',
      `An edition holds up to ${MOST_EDITS.toLocaleString('en')} images.`,
      'Nothing was changed. Select fewer images.',
    );
  }
  const edition = before ?? beginEdition(dataset, own);
  if (!before)
    showNote(
      `Your edits are kept as “${edition.name}”, and the recipe trains on it; the set stays as it was.`,
      noteOf(edition),
    );
  change({ ...edition, steps, undone: [] });
}

export function undoEdit(edition: StoredEdition): void {
  const last = edition.steps.at(-1);
  if (last) change({ ...edition, steps: edition.steps.slice(0, -1), undone: [...edition.undone, last] });
  if (edition.steps.length === 1) hideNote(noteOf(edition));
}

/** Of the note that edits are kept. */
function noteOf({ id }: StoredEdition): string {
  return `edits-kept:${id}`;
}

export function redoEdit(edition: StoredEdition): void {
  const next = edition.undone.at(-1);
  if (next) change({ ...edition, steps: [...edition.steps, next], undone: edition.undone.slice(0, -1) });
}

/** An empty name, or one that another edition of the set has, is not taken. Returns whether it was. */
export function renameEdition(edition: StoredEdition, wanted: string): boolean {
  const name = wanted.trim().slice(0, 60);
  const others = useEditions.getState().editions.filter(({ id }) => id !== edition.id);
  if (name === '' || freeName(name, others, edition.fingerprint) !== name) return false;
  change({ ...edition, name });
  return true;
}

/** Deletes an edition and returns the way back; the form's recipe trains on the set as it is where it was on this. */
export function deleteEdition(edition: StoredEdition): () => void {
  const wasActive =
    activeEdition(useEditions.getState().editions, useRecipe.getState().recipe.edition)?.id === edition.id;
  useEditions.setState(({ editions }) => ({ editions: editions.filter(({ id }) => id !== edition.id) }));
  if (wasActive) chooseEdition(null);
  forget(nameOf(edition.id));
  void whileWritten(async () => {
    await storage.delete(edition.id);
    tellTabs({ kind: 'edition', id: edition.id });
  }).catch((error: unknown) => showProblem(storageProblem(error, 'The edition could not be deleted')));
  return () => {
    put(edition);
    if (wasActive) chooseEdition(edition);
  };
}

/**
 * Takes an edition from a file, and trains on it.
 *
 * @throws LabError `bad-edition`; nothing is changed then
 */
export function importEdition(text: string, dataset: DatasetSummary): StoredEdition {
  return beginEdition(dataset, editionFromFile(text, dataset));
}

/** Changes a stored edition; the form's recipe goes along. */
function change(edition: StoredEdition): void {
  put(edition);
  chooseEdition(edition);
}

/** Shows and stores an edition. */
function put(edition: StoredEdition): void {
  useEditions.setState(({ editions }) => ({
    editions: [...editions.filter(({ id }) => id !== edition.id), edition].toSorted(
      (a, b) => a.createdAt - b.createdAt,
    ),
  }));
  const write = async () => {
    // What is newest when it runs; nothing where it was deleted meanwhile.
    const latest = useEditions.getState().editions.find(({ id }) => id === edition.id);
    if (!latest) return;
    await storage.write(latest);
    tellTabs({ kind: 'edition', id: edition.id });
  };
  void whileWritten(() => keep(nameOf(edition.id), 'The edition could not be stored', write));
}
