import { useEffect, useMemo, useState } from 'react';
import type { DatasetSummary } from '../../lab/dataset.ts';
import { useData } from '../../state/data/store.ts';
import { classColour } from '../../ui/palettes.ts';
import { Tile } from '../../ui/tile.tsx';
import { useTableImages } from '../light-table/use-table-images.ts';
import { exampleOf } from './example-of.ts';
import classes from './set-task-panel.module.css';

/** An image of each of some classes, with what the class means. */
export function ClassExamples({
  dataset,
  labels,
  isSmall = false,
}: {
  dataset: DatasetSummary;
  labels: readonly number[];
  /** In a row each, for a list or a narrow place. */
  isSmall?: boolean;
}) {
  const { images } = useTableImages(dataset, null);
  const meanings = useMeanings(dataset);
  const tiles = useMemo(() => images && { pixels: images.pixels, size: images.size, slices: 1 }, [images]);
  return (
    <ul className={classes.examples} data-small={isSmall || undefined} aria-label="An example of each">
      {labels.map((label) => {
        const place = images && exampleOf(dataset, images.labels, label);
        const name = dataset.classNames[label]!;
        return (
          <li key={name} className={classes.example}>
            <span className={classes.picture} style={{ borderColor: classColour(label) }}>
              {tiles && place !== null && <Tile tiles={tiles} index={place} label={`Example: ${name}`} />}
              {images && place === null && <span className={classes.none}>none in validation</span>}
            </span>
            <span>
              <b className={classes.name}>{name}</b>
              <span className={classes.meaning}>{meanings?.[label] ?? ''}</span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** Fetched when they are looked at: the first load does without. */
function useMeanings(dataset: DatasetSummary): readonly (string | null)[] | null {
  const reference = useData((state) => state.reference);
  const [known, setKnown] = useState<typeof import('../../lab/catalogue/class-meanings.ts') | null>(null);
  useEffect(() => {
    let isCurrent = true;
    import('../../lab/catalogue/class-meanings.ts').then(
      (module) => isCurrent && setKnown(module),
      // The names stand without them.
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, []);
  return useMemo(() => known?.classMeanings(dataset, reference) ?? null, [known, dataset, reference]);
}
