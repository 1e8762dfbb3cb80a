import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { firstId } from '../../../lab/gallery/image-ids.ts';
import { useData } from '../../../state/data/store.ts';
import { openSelection } from '../../../state/gallery/store.ts';
import type { ViewSearch } from '../../../state/view/view.ts';
import type { RunRow } from '../../../storage/runs.ts';
import classes from './agreement.module.css';
import { ImageStrip, type StripImage } from './image-strip.tsx';

/** Images that are shown here at most; the gallery shows all. */
const MOST_SHOWN = 8;

/** Some validation images under a heading: the first few here, all of them in the gallery. */
export function ImageGroup({
  title,
  heading,
  images,
  row,
  draw,
}: {
  /** In the gallery. */
  title: string;
  heading: ReactNode;
  /** Places in the validation part, in the order in which they are shown. */
  images: readonly number[];
  /** Whose scores the gallery shows. */
  row: RunRow;
  draw: (image: number) => StripImage;
}) {
  const navigate = useNavigate();
  const dataset = useData((state) =>
    state.dataset?.fingerprint === row.dataset.fingerprint ? state.dataset : null,
  );
  /** @param first the image that is looked at; absent: the first one */
  const open = (first?: number) => {
    const start = firstId('val', row.dataset.counts);
    const { fingerprint } = row.dataset;
    const ids = images.map((image) => start + image);
    const at = first === undefined ? undefined : start + first;
    openSelection(
      { from: 'compare', title, run: row.id, part: 'val', parts: ['val'], fingerprint, ids, at },
      window.scrollY,
    );
    void navigate({ to: '/data', search: (old: ViewSearch) => ({ ...old, run: row.id }) });
  };
  const way = images.length > MOST_SHOWN ? 'All in the gallery' : 'In the gallery';
  return (
    <div className={classes.group}>
      <div className={classes.groupHead}>
        <h3 className={classes.groupTitle}>
          {heading} <span className={classes.count}>({images.length})</span>
        </h3>
        {images.length > 0 && dataset && (
          <Button size="compact-xs" variant="subtle" aria-label={`${title}: ${way}`} onClick={() => open()}>
            {way}
          </Button>
        )}
      </div>
      {dataset && images.length > 0 && (
        <ImageStrip dataset={dataset} images={images.slice(0, MOST_SHOWN).map(draw)} onOpen={open} />
      )}
    </div>
  );
}
