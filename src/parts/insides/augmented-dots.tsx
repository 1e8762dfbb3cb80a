import { AUGMENTATIONS, type AugmentationName } from '../../lab/augment/registry.ts';
import classes from './insides.module.css';

export interface AugmentedRow {
  readonly name: AugmentationName;
  readonly trainedWith: boolean;
  /** Probability of the answer, draw by draw. */
  readonly scores: readonly number[];
}

/** What each augmentation does to the score of an image: a dot for each draw, and a line where the image itself is. */
export function AugmentedDots({
  rows,
  own,
  name,
}: {
  rows: readonly AugmentedRow[];
  own: number;
  name: string;
}) {
  const trained = rows.filter(({ trainedWith }) => trainedWith).length;
  return (
    <>
      <ul className={classes.dots} aria-label={`Score of ${name} under each augmentation`}>
        {rows.map(({ name: augmentation, trainedWith, scores }) => {
          const { label, shortName } = AUGMENTATIONS[augmentation];
          const [low, high] = [Math.min(...scores), Math.max(...scores)];
          return (
            <li
              key={augmentation}
              className={classes.dotRow}
              data-trained={trainedWith || undefined}
              title={`${label}: ${low.toFixed(2)} to ${high.toFixed(2)} in ${scores.length} draws`}
            >
              <span className={classes.dotName}>{shortName}</span>
              <span className={classes.dotTrack} aria-hidden>
                <span className={classes.own} style={{ left: `${100 * own}%` }} />
                {scores.map((score, draw) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: two draws may have one score
                  <span key={draw} className={classes.dot} style={{ left: `${100 * score}%` }} />
                ))}
              </span>
              <span className={classes.range}>
                {low.toFixed(2)}–{high.toFixed(2)}
              </span>
            </li>
          );
        })}
        <li className={classes.dotRow} aria-hidden>
          <span />
          <span className={classes.ends}>
            <span>0</span>
            <span>1</span>
          </span>
          <span />
        </li>
      </ul>
      <p className={classes.note}>
        {rows[0]?.scores.length} draws of each, score of {name}; the line is the image as it is.
        {trained > 0 && ' Bright: what the run trained with.'}
      </p>
    </>
  );
}
