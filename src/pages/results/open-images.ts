import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { SPLITS } from '../../lab/dataset.ts';
import { wrongness } from '../../lab/results/answers.ts';
import { idsOf } from '../../lab/results/part-ids.ts';
import { openSelection } from '../../state/gallery/store.ts';
import type { ViewSearch } from '../../state/view/view.ts';
import type { RunRow } from '../../storage/runs.ts';
import { showProblem } from '../../ui/notify.tsx';
import type { LiveAnswers } from './live-answers.ts';

/** Opens the gallery with some images of the part, the most wrong first. */
export type OpenImages = (title: string, images: Iterable<number>) => void;

/**
 * @param output what their scores are asked about
 * @param isThere whether the loaded set has them; else the press says so, as the gallery would show others
 */
export function useOpenImages(
  { id, dataset }: RunRow,
  part: 'val' | 'test',
  live: LiveAnswers,
  output: number,
  isThere: boolean,
): OpenImages {
  const navigate = useNavigate();
  return useCallback(
    (title, images) => {
      if (!isThere) return showProblem(NOT_THERE);
      const wrong = wrongness(live.part, live.figures.thresholds, output);
      const sorted = [...images].sort((a, b) => wrong[b]! - wrong[a]! || a - b);
      const selection = {
        title,
        run: id,
        part,
        parts: live.part.predictions.union ? SPLITS : [part],
        fingerprint: dataset.fingerprint,
        ids: sorted.map(idsOf(live.part, part, dataset.counts)),
      };
      openSelection(selection, window.scrollY);
      void navigate({ to: '/data', search: (old: ViewSearch) => ({ ...old, run: id }) });
    },
    [navigate, id, dataset, part, live, output, isThere],
  );
}

const NOT_THERE = {
  code: 'no-dataset',
  message: 'The images behind this figure are not loaded.',
  remedy: 'The figures are kept. Load the set of the run; images that a leaky split made cannot be shown.',
} as const;

/** The images of a part that meet a condition. */
export function imagesWhere(count: number, meets: (image: number) => boolean): number[] {
  const found: number[] = [];
  for (let image = 0; image < count; image++) if (meets(image)) found.push(image);
  return found;
}
