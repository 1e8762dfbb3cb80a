import { useMemo } from 'react';
import { type BatchInspection, batchScores, type Moved } from '../../lab/batch-inspection.ts';
import type { DatasetSummary } from '../../lab/dataset.ts';
import { MOST_NAMES } from '../../lab/found-names.ts';
import { formatLoss } from '../../ui/format.ts';
import { classColour } from '../../ui/palettes.ts';
import { Tile } from '../../ui/tile.tsx';
import classes from './batch-microscope.module.css';

/** More images than this are no longer looked at one by one. */
const SHOWN = 96;

/** One batch, image by image, and what the step on it did. */
export function BatchMicroscope({
  batch,
  dataset,
  loss,
}: {
  batch: BatchInspection;
  dataset: DatasetSummary;
  /** Of the step; null where it is not known yet. */
  loss: number | null;
}) {
  const scores = useMemo(() => batchScores(batch, dataset.task), [batch, dataset]);
  const tiles = useMemo(() => ({ pixels: batch.pixels, size: batch.size, slices: 1 }), [batch]);
  const shown = scores.slice(0, SHOWN);
  const count = scores.length > shown.length ? `${shown.length} of ${scores.length}` : String(scores.length);
  return (
    <section className={classes.panel} aria-label="The batch under the microscope">
      <div className={classes.head}>
        <h3 className={classes.title}>
          Step {batch.step}: {batch.images.length} images{loss !== null && `, loss ${formatLoss(loss)}`}
        </h3>
        <span className={classes.small}>as augmented, before and after the step</span>
      </div>
      <div className={classes.figures}>
        <Shares batch={batch} dataset={dataset} />
        {batch.variables && (
          <Variables variables={batch.variables} classNames={dataset.classNames} task={dataset.task} />
        )}
      </div>
      <p className={classes.small}>
        {scoreWords(dataset)} Those that the step moved most come first ({count}).
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <ul className={classes.images} aria-label="Images of the batch" tabIndex={0}>
        {shown.map(({ place, before, after }) => (
          <BatchImage
            key={place}
            {...{ place, before, after, dataset, tiles }}
            image={batch.images[place]!}
            copy={batch.copies[place]!}
            labels={labelsOf(batch, dataset, place)}
          />
        ))}
      </ul>
    </section>
  );
}

function BatchImage({
  place,
  image,
  copy,
  before,
  after,
  dataset,
  labels,
  tiles,
}: {
  place: number;
  image: number;
  copy: number;
  before: number;
  after: number;
  dataset: DatasetSummary;
  labels: readonly number[];
  tiles: { pixels: Uint8ClampedArray; size: number; slices: number };
}) {
  const names = labels.map((label) => dataset.classNames[label]).join(', ') || 'no label';
  const which = copy > 0 ? `copy ${copy} of image ${image}` : `image ${image}`;
  return (
    <li className={classes.image}>
      <Tile
        tiles={tiles}
        index={place}
        label={`${names}, ${which}: ${before.toFixed(3)} before, ${after.toFixed(3)} after`}
        colour={labels.length === 1 ? classColour(labels[0]!) : undefined}
      />
      <span className={classes.score} aria-hidden>
        {short(before)}
        <span className={classes.arrow}>{after > before ? '↗' : after < before ? '↘' : '→'}</span>
        <b>{short(after)}</b>
      </span>
      <span className={classes.copy} aria-hidden>
        {copy > 0 ? `copy ${copy}` : ' '}
      </span>
    </li>
  );
}

/** What each class has of the batch, and of the gradient. */
function Shares({ batch, dataset }: { batch: BatchInspection; dataset: DatasetSummary }) {
  const counts = dataset.classNames.map(() => 0);
  batch.images.forEach((_, place) => {
    for (const label of labelsOf(batch, dataset, place)) counts[label]! += 1;
  });
  const shares = batch.gradientShares;
  // Of many classes most have no image in a batch.
  const labels = [...counts.keys()].filter((label) => counts.length <= MOST_NAMES || counts[label]! > 0);
  return (
    <div className={classes.shares}>
      <h4 className={classes.subtitle}>Who pulls: share of the gradient</h4>
      {shares.length === 0 ? (
        <p className={classes.small}>No image pulls: the gradient is 0.</p>
      ) : (
        <ul className={classes.bars}>
          {labels.map((label) => (
            <li key={label} className={classes.bar}>
              <span className={classes.name} title={dataset.classNames[label]}>
                {dataset.classNames[label]}
              </span>
              <span className={classes.track}>
                <span
                  className={classes.fill}
                  style={{ width: `${100 * shares[label]!}%`, background: classColour(label) }}
                />
              </span>
              <span className={classes.number}>{Math.round(100 * shares[label]!)} %</span>
              <span className={classes.number}>{counts[label]} img</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const VARIABLES = [
  { key: 'a', name: 'a', says: 'where positives are drawn to' },
  { key: 'b', name: 'b', says: 'where negatives are drawn to' },
  { key: 'alpha', name: 'α', says: 'the price of a gap that is too small' },
] as const;

/** a, b and α of the AUC margin loss, and how far the step has moved them; of several classes that of the first. */
function Variables({
  variables,
  classNames,
  task,
}: {
  variables: NonNullable<BatchInspection['variables']>;
  classNames: readonly string[];
  task: DatasetSummary['task'];
}) {
  return (
    <div className={classes.variables}>
      <h4 className={classes.subtitle}>
        What the loss moves{task === 'binary' ? '' : `, for ${classNames[0]} against the rest`}
      </h4>
      {VARIABLES.map(({ key, name, says }) => (
        <VariableScale key={key} name={name} says={says} moved={variables[key]} />
      ))}
    </div>
  );
}

/** From a hollow mark to a full one, on a scale from 0 to 1, or as far as it takes. */
function VariableScale({ name, says, moved }: { name: string; says: string; moved: Moved }) {
  const [before, after] = [moved.before[0], moved.after[0]];
  if (before === undefined || after === undefined) {
    return <p className={classes.small}>{name} does not move: it is frozen.</p>;
  }
  const low = Math.min(0, before, after);
  const high = Math.max(1, before, after);
  const at = (value: number) => `${(100 * (value - low)) / (high - low)}%`;
  return (
    <div className={classes.variable}>
      <b className={classes.symbol}>{name}</b>
      <span className={classes.scale} aria-hidden>
        <span
          className={classes.way}
          style={{ left: at(Math.min(before, after)), right: `calc(100% - ${at(Math.max(before, after))})` }}
        />
        <span className={classes.from} style={{ left: at(before) }} />
        <span className={classes.to} style={{ left: at(after) }} />
      </span>
      <span className={classes.value}>
        {before.toFixed(4)} → {after.toFixed(4)}
      </span>
      <span className={classes.says}>{says}</span>
    </div>
  );
}

function labelsOf(
  { labels }: BatchInspection,
  { task, classNames }: DatasetSummary,
  place: number,
): number[] {
  if (task !== 'multi-label') return [labels[place]!];
  return classNames.flatMap((_, label) => (labels[place * classNames.length + label] === 1 ? [label] : []));
}

function scoreWords({ task, classNames }: DatasetSummary): string {
  if (task === 'binary') return `The figure is the probability of ${classNames[1]}.`;
  if (task === 'multi-class') return 'The figure is the probability of the image’s own class.';
  return 'The figure is the mean probability of what is true of the image.';
}

function short(score: number): string {
  return score.toFixed(2);
}
