import { useEffect, useState } from 'react';
import type { DatasetSummary } from '../../lab/dataset.ts';
import type { ImageQuery } from '../../lab/gallery/choose-images.ts';
import type { ScoreColumn } from '../../lab/gallery/score-columns.ts';
import { describeError, type LabErrorDescription } from '../../lab/lab-error.ts';
import { lab } from '../../worker/client/lab.ts';
import type { GalleryImages } from '../../worker/protocol.ts';

/** What a query finds. */
export interface FoundImages {
  /** The latest answer; stays while the next one is on its way. */
  readonly images: GalleryImages | null;
  readonly error: LabErrorDescription | null;
  readonly busy: boolean;
}

/** Asks the worker whenever set, query or scores are other ones; late answers to old questions are dropped. */
export function useImages(
  { key }: DatasetSummary,
  query: ImageQuery,
  columns: readonly ScoreColumn[],
): FoundImages {
  const [found, setFound] = useState<FoundImages>({ images: null, error: null, busy: true });
  useEffect(() => {
    let current = true;
    setFound((before) => ({ ...before, busy: true }));
    lab.galleryImages(key, query, columns).then(
      (images) => current && setFound({ images, error: null, busy: false }),
      (error: unknown) => current && setFound({ images: null, error: describeError(error), busy: false }),
    );
    return () => {
      current = false;
    };
  }, [key, query, columns]);
  return found;
}
