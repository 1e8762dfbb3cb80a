import { create } from 'zustand';
import { SPLITS } from '../../lab/dataset.ts';
import { ALL_IMAGES, type ImageQuery, ORDERS } from '../../lab/gallery/choose-images.ts';
import { z } from '../../lab/zod.ts';

/** Edges of a tile on the screen, in CSS pixels. */
export const SMALLEST_TILE = 28;
export const LARGEST_TILE = 160;

/** What a person asks of the gallery; which images were edited is added when it is asked. */
export type GalleryQuery = Omit<ImageQuery, 'only'> & {
  /** Only images that the edition leaves out or gives another label. */
  readonly edited: boolean;
};

interface GalleryState {
  readonly query: GalleryQuery;
  /** Edge of a tile in CSS pixels. */
  readonly edge: number;
  /** Run whose scores are meant; null: the latest on this set. */
  readonly run: string | null;
}

const STORAGE_KEY = 'lab-gallery';

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
  edge: z.int().min(SMALLEST_TILE).max(LARGEST_TILE),
  run: z.string().nullable(),
});

export const useGallery = create<GalleryState>(() => lastView());

export function changeGallery(change: Partial<GalleryState>): void {
  useGallery.setState(change);
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(useGallery.getState()));
  } catch {
    // Storage is full or switched off: the next visit shows everything.
  }
}

export function changeQuery(change: Partial<GalleryQuery>): void {
  changeGallery({ query: { ...useGallery.getState().query, ...change } });
}

/** As it was on the last visit. */
function lastView(): GalleryState {
  const standard = { query: EVERYTHING, edge: 56, run: null };
  try {
    const text = localStorage.getItem(STORAGE_KEY);
    const { data } = stored.safeParse(text === null ? null : JSON.parse(text));
    return data ?? standard;
  } catch {
    return standard;
  }
}
