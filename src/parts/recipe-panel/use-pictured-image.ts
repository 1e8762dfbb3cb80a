import { useState } from 'react';
import { trainedFrom } from '../../lab/edition/pictured.ts';
import { useData } from '../../state/data/store.ts';
import { useFittingEdition } from './use-fitting-edition.ts';

/** Training images to choose from, evenly spread, as some sets are sorted by class. */
const CHOICE = 24;

/** The training image that the form shows; another one by `next`. Null before a set is there. */
export function usePicturedImage(): { readonly image: number | null; readonly next: () => void } {
  const images = useData((state) => state.dataset?.counts.train ?? 0);
  const edition = useFittingEdition();
  const [chosen, setChosen] = useState(0);
  const count = Math.min(CHOICE, images);
  // Steps of 7 through 24: neighbours in the file are often of one class.
  const place = (7 * chosen + 3) % Math.max(1, count);
  const image = Math.floor(((place + 0.5) * images) / count);
  return {
    image: images === 0 ? null : edition ? trainedFrom(edition, image, images) : image,
    next: () => setChosen((before) => before + 1),
  };
}
