import { useEffect, useState } from 'react';
import type { DatasetSummary, Split } from '../../lab/dataset.ts';
import { imageName } from '../../lab/gallery/image-name.ts';
import { describeError, type LabErrorDescription } from '../../lab/lab-error.ts';
import { useNameSearch } from '../../ui/name-search.tsx';
import { ErrorNotice } from '../../ui/notice.tsx';
import { classColour } from '../../ui/palettes.ts';
import { Tile } from '../../ui/tile.tsx';
import { lab } from '../../worker/client/lab.ts';
import type { ClassOverview, GalleryTiles } from '../../worker/protocol.ts';
import classes from './class-looks.module.css';

/** Edge of a tile here, in CSS pixels; larger images come smaller. */
const EDGE = 56;

/** Of many classes: each takes a row of images. */
const MOST_LOOKS = 8;

interface Looks {
  /** The classes that are shown. */
  readonly labels: readonly number[];
  /** Of these, in their order. */
  readonly overview: ClassOverview;
  /** Of the typical images of each class, then of the unusual ones. */
  readonly tiles: GalleryTiles;
}

async function look({ key }: DatasetSummary, split: Split, labels: readonly number[]): Promise<Looks> {
  const overview = await lab.classOverview(key, split, labels);
  const ids = overview.classes.flatMap(({ typical, unusual }) => [...typical, ...unusual]);
  return { labels, overview, tiles: await lab.galleryTiles(key, Uint32Array.from(ids), EDGE * 2) };
}

/** Of each class the mean image, the images most and least like it, and how its greys are spread. */
export function ClassLooks({ dataset, split }: { dataset: DatasetSummary; split: Split }) {
  const { shown, search } = useNameSearch(
    dataset.classNames,
    dataset.task === 'multi-label' ? 'labels' : 'classes',
    undefined,
    MOST_LOOKS,
  );
  const [looks, setLooks] = useState<Looks | null>(null);
  const [error, setError] = useState<LabErrorDescription | null>(null);
  useEffect(() => {
    let current = true;
    look(dataset, split, shown).then(
      (found) => current && setLooks(found),
      (failure: unknown) => current && setError(describeError(failure)),
    );
    return () => {
      current = false;
    };
  }, [dataset, split, shown]);
  if (error) return <ErrorNotice error={error} />;
  if (!looks) return <div className={classes.waiting} aria-busy />;
  const { labels, overview, tiles } = looks;
  let place = 0;
  const tallest = Math.max(0, ...overview.classes.flatMap(({ histogram }) => middle(histogram)));
  return (
    <div className={classes.classes}>
      {search}
      {labels.map((label, at) => {
        const name = dataset.classNames[label]!;
        const { typical, unusual, histogram, count } = overview.classes[at]!;
        const from = place;
        place += typical.length + unusual.length;
        const rows = [
          { title: 'Most typical', className: classes.typical, ids: typical, from },
          { title: 'Least typical', className: classes.unusual, ids: unusual, from: from + typical.length },
        ];
        return (
          <div key={label} className={classes.class}>
            <span className={classes.label}>
              <span className={classes.swatch} style={{ background: classColour(label) }} />
              {name}
            </span>
            {count === 0 ? (
              <span className={classes.caption}>None in this part.</span>
            ) : (
              <>
                <div>
                  <span className={classes.caption}>Mean</span>
                  <Tile
                    tiles={{ pixels: overview.pixels, size: overview.size, slices: 1 }}
                    index={at}
                    edge={EDGE}
                    label={`Mean image of ${name}`}
                  />
                </div>
                {rows.map((row) => (
                  <div key={row.title} className={row.className}>
                    <span className={classes.caption} title="By correlation with the mean training image">
                      {row.title}
                    </span>
                    <div className={classes.tiles}>
                      {Array.from(row.ids, (id, at) => (
                        <Tile
                          key={id}
                          tiles={{ ...tiles, slices: 1 }}
                          index={row.from + at}
                          label={`${name}, ${imageName(id, dataset)}`}
                        />
                      ))}
                    </div>
                  </div>
                ))}
                <div className={classes.greys}>
                  <span className={classes.caption}>Greys, dark to bright</span>
                  <Histogram
                    shares={histogram}
                    tallest={tallest}
                    colour={classColour(label)}
                    label={`Greys of ${name}: half of the pixels up to ${medianGrey(histogram)} of 255`}
                  />
                </div>
              </>
            )}
          </div>
        );
      })}
    </div>
  );
}

/** Up to which half of the pixels are. */
function medianGrey(shares: readonly number[]): number {
  let sum = 0;
  const bin = shares.findIndex((share) => {
    sum += share;
    return sum >= 0.5;
  });
  return Math.round((255 * (bin + 1)) / shares.length);
}

/** Without black and white, which fill the corners of many sets and would flatten all else. */
function middle(shares: readonly number[]): readonly number[] {
  const inner = shares.slice(1, -1);
  return inner.some((share) => share > 0) ? inner : shares;
}

/** Share of the pixels by grey; what is above the tallest inner bar is cut off. */
function Histogram({
  shares,
  tallest,
  colour,
  label,
}: {
  shares: readonly number[];
  tallest: number;
  colour: string;
  label: string;
}) {
  return (
    <svg
      viewBox={`0 0 ${shares.length} 1`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
      className={classes.histogram}
    >
      <path
        fill={colour}
        d={shares.map((share, at) => `M${at} 1v${-Math.min(1, share / tallest).toFixed(4)}h0.9V1z`).join('')}
      />
    </svg>
  );
}
