import { useEffect, useState } from 'react';
import { trainedFrom } from '../../lab/edition/pictured.ts';
import { useData } from '../../state/data/store.ts';
import { lab } from '../../worker/client/lab.ts';
import { useFittingEdition } from './use-fitting-edition.ts';

/** Training images to choose from, evenly spread, as some sets are sorted by class. */
const CHOICE = 24;

/**
 * The training image that the form shows; another one by `next`. Of two classes it is at first one with a finding, as what an
 * augmentation does to that has to be seen. Null before a set is there.
 */
export function usePicturedImage(): { readonly image: number | null; readonly next: () => void } {
  const images = useData((state) => state.dataset?.counts.train ?? 0);
  const edition = useFittingEdition();
  const first = useFirstWithFinding(images);
  const [chosen, setChosen] = useState(0);
  const image = first === null ? null : imageAt(first + chosen, images);
  return {
    image: image !== null && edition ? trainedFrom(edition, image, images) : image,
    next: () => setChosen((before) => before + 1),
  };
}

/** Steps of 7 through 24: neighbours in the file are often of one class. */
function imageAt(chosen: number, images: number): number {
  const count = Math.min(CHOICE, images);
  const place = (7 * chosen + 3) % Math.max(1, count);
  return Math.floor(((place + 0.5) * images) / count);
}

/** Which of the choices shows a finding first; null until it is known. */
function useFirstWithFinding(images: number): number | null {
  const key = useData((state) => state.dataset?.key ?? null);
  const isOfTwo = useData((state) => state.dataset?.task === 'binary');
  const [found, setFound] = useState<{ readonly key: string; readonly first: number } | null>(null);
  useEffect(() => {
    if (key === null || !isOfTwo) return;
    let isWanted = true;
    const choices = Array.from({ length: CHOICE }, (_, chosen) => chosen);
    const find = async () => {
      const { labels } = await lab.trainingImages(key, [imageAt(0, images)]);
      return choices.find((chosen) => labels[imageAt(chosen, images)] === 1) ?? 0;
    };
    find()
      // What fails is told by the picture itself.
      .catch(() => 0)
      .then((first) => isWanted && setFound({ key, first }));
    return () => {
      isWanted = false;
    };
  }, [key, isOfTwo, images]);
  if (images === 0) return null;
  if (!isOfTwo) return 0;
  return found?.key === key ? found.first : null;
}
