import { Button, Loader, NativeSelect, Text } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import { type DatasetSummary, SPLITS, type Split } from '../../lab/dataset.ts';
import type { Edit, ImageEdits } from '../../lab/edition/steps.ts';
import { classWords } from '../../lab/gallery/image-classes.ts';
import { placeOfId } from '../../lab/gallery/image-ids.ts';
import { imageName } from '../../lab/gallery/image-name.ts';
import { describeError } from '../../lab/lab-error.ts';
import { partName } from '../../lab/leak-note.ts';
import { formatCount } from '../../ui/format.ts';
import { showProblem } from '../../ui/notify.tsx';
import { lab } from '../../worker/client/lab.ts';
import type { GalleryTiles, LookAlikes, TwinPair } from '../../worker/protocol.ts';
import classes from './look-alikes.module.css';

/** Longest edge of a picture of a pair, in pixels of the image. */
const MOST = 160;

interface Props {
  readonly dataset: DatasetSummary;
  /** Label row of an image as it is now. */
  readonly rowOf: (id: number) => ArrayLike<number>;
  readonly edits: ReadonlyMap<number, ImageEdits>;
  readonly onEdit: (edits: readonly Edit[]) => void;
}

/** Near duplicates of a set, pair by pair: asked for, as looking takes a moment. */
export function LookAlikesPanel({ dataset, rowOf, edits, onEdit }: Props) {
  const [found, setFound] = useState<LookAlikes | 'looking' | null>(null);
  const look = () => {
    setFound('looking');
    lab.lookAlikes(dataset.key).then(setFound, (error: unknown) => {
      setFound(null);
      showProblem(describeError(error));
    });
  };
  return (
    <section className={classes.section} aria-label="Near duplicates">
      <h4 className={classes.title}>Near duplicates</h4>
      {found === null && (
        <>
          <Text size="sm">
            Images that look the same though their pixels differ: where one trains and one tests, a model is
            asked what it has seen.
          </Text>
          <Button size="compact-sm" variant="default" onClick={look}>
            Look for them
          </Button>
        </>
      )}
      {found === 'looking' && <Loader size="sm" aria-label="Looking for near duplicates" />}
      {found !== null && found !== 'looking' && (
        <Pairs dataset={dataset} rowOf={rowOf} edits={edits} onEdit={onEdit} found={found} />
      )}
    </section>
  );
}

/** Parts of a pair, in the order of SPLITS: "train val", or "train" for both. */
function partsOf({ one, other }: TwinPair, { counts }: DatasetSummary): string {
  const parts = [placeOfId(one, counts).split, placeOfId(other, counts).split];
  return SPLITS.filter((split) => parts.includes(split)).join(' ');
}

function wordsOf(parts: string): string {
  const names = parts.split(' ').map((split) => partName(split as Split));
  return names.length === 1 ? `within ${names[0]}` : `across ${names.join(' and ')}`;
}

function Pairs({ dataset, rowOf, edits, onEdit, found }: Props & { found: LookAlikes }) {
  const [wanted, setWanted] = useState('');
  const [place, setPlace] = useState(0);
  const groups = useMemo(() => {
    const counts = new Map<string, number>();
    for (const pair of found.pairs) {
      const parts = partsOf(pair, dataset);
      counts.set(parts, (counts.get(parts) ?? 0) + 1);
    }
    // Leaks first.
    return [...counts].sort(([a], [b]) => b.split(' ').length - a.split(' ').length || (a < b ? 1 : -1));
  }, [found, dataset]);
  const pairs = found.pairs.filter((pair) => wanted === '' || partsOf(pair, dataset) === wanted);
  const pair = pairs[Math.min(place, pairs.length - 1)];
  if (!pair) return <Text size="sm">No two images look the same.</Text>;
  // One of each pair that trains: the other may be in validation or test, or may be left.
  const trained = [
    ...new Set(
      pairs.map(({ one }) => one).filter((id) => id < dataset.counts.train && !edits.get(id)?.leftOut),
    ),
  ];
  const step = (by: number) => setPlace(Math.min(pairs.length - 1, Math.max(0, place + by)));
  return (
    <>
      <Text size="sm">
        {formatCount(found.total)} {found.total === 1 ? 'pair looks' : 'pairs look'} the same:{' '}
        {groups.map(([parts, count]) => `${formatCount(count)} ${wordsOf(parts)}`).join(', ')}
        {found.total > found.pairs.length && ` of the ${formatCount(found.pairs.length)} most alike`}. Small
        images of one kind may be alike without being the same: look at them.
      </Text>
      <div className={classes.tools}>
        <NativeSelect
          size="xs"
          aria-label="Which pairs"
          data={[
            { value: '', label: 'all pairs' },
            ...groups.map(([parts]) => ({ value: parts, label: wordsOf(parts) })),
          ]}
          value={wanted}
          onChange={(event) => {
            setWanted(event.currentTarget.value);
            setPlace(0);
          }}
        />
        <Button size="compact-sm" variant="default" disabled={place === 0} onClick={() => step(-1)}>
          Before
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          disabled={place >= pairs.length - 1}
          onClick={() => step(1)}
        >
          Next
        </Button>
        <span role="status">
          Pair {Math.min(place, pairs.length - 1) + 1} of {formatCount(pairs.length)}
        </span>
        {trained.length > 0 && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => onEdit(trained.map((image) => ({ image, leftOut: true })))}
          >
            Leave out one training image of each pair ({formatCount(trained.length)})
          </Button>
        )}
      </div>
      <Pair dataset={dataset} pair={pair} rowOf={rowOf} edits={edits} onEdit={onEdit} />
    </>
  );
}

function Pair({ dataset, pair, rowOf, edits, onEdit }: Props & { pair: TwinPair }) {
  const [tiles, setTiles] = useState<{ pair: TwinPair; tiles: GalleryTiles } | null>(null);
  useEffect(() => {
    let current = true;
    lab.galleryTiles(dataset.key, Uint32Array.of(pair.one, pair.other), MOST).then(
      (answer) => current && setTiles({ pair, tiles: answer }),
      (error: unknown) => console.warn('A pair of images did not arrive.', error),
    );
    return () => {
      current = false;
    };
  }, [dataset, pair]);
  const shown = tiles?.pair === pair ? tiles.tiles : null;
  const [one, other] = [rowOf(pair.one), rowOf(pair.other)];
  const isAtOdds = Array.from(one).join() !== Array.from(other).join();
  return (
    <div className={classes.pair}>
      {[pair.one, pair.other].map((id, at) => (
        <figure key={id} className={classes.image}>
          <Picture pixels={shown && half(shown, at)} size={shown?.size ?? 1} label={imageName(id, dataset)} />
          <figcaption>
            <span className={classes.name}>{imageName(id, dataset)}</span>
            <span>{classWords(rowOf(id), dataset.task, dataset.classNames)}</span>
            {id < dataset.counts.train && (
              <Button
                size="compact-xs"
                variant="default"
                onClick={() => onEdit([{ image: id, leftOut: !edits.get(id)?.leftOut }])}
              >
                {edits.get(id)?.leftOut ? 'Put back' : 'Leave out'}
              </Button>
            )}
          </figcaption>
        </figure>
      ))}
      <figure className={classes.image}>
        <Picture pixels={shown && difference(shown)} size={shown?.size ?? 1} label="Their difference" />
        <figcaption>
          <span className={classes.name}>difference, ×4</span>
          <span>likeness {pair.likeness.toFixed(3)}</span>
          {isAtOdds && <span className={classes.caution}>different labels</span>}
        </figcaption>
      </figure>
    </div>
  );
}

function half({ pixels, size }: GalleryTiles, at: number): Uint8ClampedArray<ArrayBuffer> {
  const length = size * size * 4;
  return new Uint8ClampedArray(pixels.subarray(at * length, (at + 1) * length));
}

/** Four times the distance of the two, pixel by pixel: black where they are equal. */
function difference(tiles: GalleryTiles): Uint8ClampedArray<ArrayBuffer> {
  const other = half(tiles, 1);
  return half(tiles, 0).map((value, at) => (at % 4 === 3 ? 255 : 4 * Math.abs(value - other[at]!)));
}

/** Enlarged pixels stay squares; black until it is there. */
function Picture({
  pixels,
  size,
  label,
}: {
  pixels: Uint8ClampedArray<ArrayBuffer> | null;
  size: number;
  label: string;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (pixels) canvas.current?.getContext('2d')?.putImageData(new ImageData(pixels, size), 0, 0);
  }, [pixels, size]);
  return (
    <canvas
      ref={canvas}
      className={classes.picture}
      width={size}
      height={size}
      role="img"
      aria-label={label}
    />
  );
}
