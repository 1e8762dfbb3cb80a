import { create } from 'zustand';
import { type DatasetSummary, SPLITS, type Split } from '../../lab/dataset.ts';
import { ALL_IMAGES, type ImageQuery, ORDERS } from '../../lab/gallery/choose-images.ts';
import { z } from '../../lab/zod.ts';
import { type LeftFocus, leftFocus } from '../../ui/focus-again.ts';

/** Edges of a tile on the screen, in CSS pixels. */
export const SMALLEST_TILE = 28;
export const LARGEST_TILE = 160;

/** What a person asks of the gallery; which images were edited is added when it is asked. */
export type GalleryQuery = Omit<ImageQuery, 'only'> & {
  /** Only images that the edition leaves out or gives another label. */
  readonly edited: boolean;
};

/** Images that a figure of another tab opened: those behind it, in its order (on Results the most wrong first). */
export interface ImageSelection {
  /** The tab that opened them, where that is not Results. */
  readonly from?: 'compare' | undefined;
  readonly title: string;
  /** Of the run, and the part that the figure is of; null: of several. */
  readonly run: string;
  readonly part: 'val' | 'test' | null;
  /** Of the set that the images are in: those of folds are in two. */
  readonly parts: readonly Split[];
  /** Of the set whose images they are. */
  readonly fingerprint: string;
  /** See image-ids; in the order in which they are shown. */
  readonly ids: readonly number[];
  /** The one that is looked at first; absent: the first one. */
  readonly at?: number | undefined;
}

interface GalleryState {
  readonly query: GalleryQuery;
  /** Fingerprint of the set whose classes the query chooses: at the same places another set has other classes. */
  readonly classesOf: string | null;
  /** Edge of a tile in CSS pixels. */
  readonly edge: number;
  /** Run whose scores are meant; null: the latest on this set. */
  readonly run: string | null;
  /** Null: all images. */
  readonly selection: ImageSelection | null;
}

const STORAGE_KEY = 'lab-gallery';
/** By itself, as it may be long and seldom changes. */
const SELECTION_KEY = 'lab-gallery-selection';

const { only: _, ...all } = ALL_IMAGES;
export const EVERYTHING: GalleryQuery = { ...all, edited: false };

const share = z.number().min(0).max(1);
const stored = z.object({
  query: z.strictObject({
    parts: z.array(z.enum(SPLITS)).min(1),
    classes: z.array(z.int().min(0)).nullable(),
    answer: z.enum(['any', 'right', 'wrong']),
    scores: z.tuple([share, share]),
    twins: z.enum(['any', 'exact', 'near']),
    order: z.enum(ORDERS),
    backwards: z.boolean(),
    edited: z.boolean(),
  }),
  classesOf: z.string().nullable().default(null),
  edge: z.int().min(SMALLEST_TILE).max(LARGEST_TILE),
  run: z.string().nullable(),
});

const storedSelection = z.object({
  from: z.literal('compare').optional(),
  title: z.string(),
  run: z.string(),
  part: z.enum(['val', 'test']).nullable(),
  parts: z.array(z.enum(SPLITS)).min(1),
  fingerprint: z.string(),
  ids: z.array(z.int().min(0)),
  at: z.int().min(0).optional(),
});

export const useGallery = create<GalleryState>(() => lastView());

export function changeGallery(change: Partial<Omit<GalleryState, 'selection'>>): void {
  useGallery.setState(change);
  const { selection: _kept, ...view } = useGallery.getState();
  keep(STORAGE_KEY, view);
}

export function changeQuery(change: Partial<Omit<GalleryQuery, 'classes'>>): void {
  changeGallery({ query: { ...useGallery.getState().query, ...change } });
}

/** @param classes null: all */
export function chooseClasses({ fingerprint }: DatasetSummary, classes: readonly number[] | null): void {
  changeGallery({ query: { ...useGallery.getState().query, classes }, classesOf: fingerprint });
}

/** The classes that were chosen on this set; null: all. */
export function chosenClasses(
  { query, classesOf }: Pick<GalleryState, 'query' | 'classesOf'>,
  { fingerprint }: DatasetSummary,
): readonly number[] | null {
  return classesOf === fingerprint ? query.classes : null;
}

/** Where a tab was left. */
interface LeftPlace {
  readonly tab: 'results' | 'compare';
  /** Where the page stood, in pixels. */
  readonly place: number;
  readonly pressed: LeftFocus | null;
}

/** The tab that the selection was opened from. */
let left: LeftPlace | null = null;
/** Whether the gallery is yet to show itself with the selection. */
let isArriving = false;

/** Whether the gallery is yet to come into sight with a selection; asked once. */
export function arrive(): boolean {
  const was = isArriving;
  isArriving = false;
  return was;
}

/**
 * Where a tab stood before the gallery, if it was that one; asked once, and for nothing while that tab is still on its way
 * out: it may be drawn once more before the gallery is there.
 */
export function leaveSelection(tab: 'results' | 'compare'): LeftPlace | null {
  if (isArriving) return null;
  const place = left?.tab === tab ? left : null;
  left = null;
  return place;
}

/**
 * Shows some images only, in their order, by the scores of their run.
 *
 * @param place where the page stands now
 */
export function openSelection(selection: ImageSelection, place: number): void {
  left = { tab: selection.from ?? 'results', place, pressed: leftFocus() };
  isArriving = true;
  useGallery.setState({ selection });
  keep(SELECTION_KEY, selection);
  changeGallery({ query: { ...EVERYTHING, parts: selection.parts, order: 'given' }, run: selection.run });
}

/** Shows all images of the part again. */
export function clearSelection(): void {
  useGallery.setState({ selection: null });
  keep(SELECTION_KEY, null);
  const { query } = useGallery.getState();
  if (query.order === 'given') changeQuery({ order: 'file', backwards: false });
}

function keep(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Storage is full or switched off: the next visit shows everything.
  }
}

/** As it was on the last visit. */
function lastView(): GalleryState {
  const selection = read(SELECTION_KEY, storedSelection);
  const view = read(STORAGE_KEY, stored) ?? { query: EVERYTHING, classesOf: null, edge: 56, run: null };
  return { ...view, selection };
}

function read<Value>(key: string, schema: z.ZodType<Value>): Value | null {
  try {
    const text = localStorage.getItem(key);
    return schema.safeParse(text === null ? null : JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
