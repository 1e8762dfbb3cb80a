import { create } from 'zustand';
import { z } from '../../lab/zod.ts';

const STORAGE_KEY = 'lab-feature-map';

const stored = z.object({
  open: z.boolean(),
  method: z.enum(['pca', 'umap']),
  colour: z.enum(['class', 'part', 'answer', 'confidence']),
});
export type MapView = Readonly<z.infer<typeof stored>>;

/** How a person looks at the map of features. */
export const useMapView = create<MapView>(() => lastView());

export function changeMapView(change: Partial<MapView>): void {
  useMapView.setState(change);
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(useMapView.getState()));
  } catch {
    // Storage is full or switched off: it holds for this visit.
  }
}

function lastView(): MapView {
  const standard: MapView = { open: false, method: 'pca', colour: 'class' };
  try {
    const text = localStorage.getItem(STORAGE_KEY);
    return stored.safeParse(text === null ? null : JSON.parse(text)).data ?? standard;
  } catch {
    return standard;
  }
}
