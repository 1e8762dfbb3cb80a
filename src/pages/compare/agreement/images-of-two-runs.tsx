import { useMemo } from 'react';
import { differingPlaces, fourGroups, placeDifferences } from '../../../lab/agreement/agreement.ts';
import { useMarks } from '../../../state/runs/use-shown-runs.ts';
import type { RunRow } from '../../../storage/runs.ts';
import { RunMark } from '../../../ui/run-mark.tsx';
import classes from './agreement.module.css';
import { ImageGroup } from './image-group.tsx';
import { placesText, stripImage } from './strip-images.ts';
import type { ValAnswers } from './use-answers.ts';

/** Of how many images at most it is told that the scores differ most. */
const MOST_DIFFERENT = 60;

/** Two runs side by side: what each got right and the other wrong, and where their scores differ most. */
export function ImagesOfTwoRuns({
  rows,
  names,
  answers,
}: {
  rows: readonly [RunRow, RunRow];
  /** Letters, or names. */
  names: readonly [string, string];
  answers: ValAnswers;
}) {
  const [one, other] = rows;
  const [a, b] = [answers.byRun.get(one.id)!, answers.byRun.get(other.id)!];
  const groups = useMemo(() => fourGroups(a, b), [a, b]);
  const places = useMemo(() => placeDifferences(a, b), [a, b]);
  const apart = useMemo(() => differingPlaces(places), [places]);
  const byImage = useMemo(() => new Map(places.map((place) => [place.image, place])), [places]);
  const { dataset } = one;
  const { onlyFirst, onlySecond, bothRight, bothWrong } = groups;
  const draw = (image: number) =>
    stripImage(dataset, answers.labels, image, placesText(byImage.get(image)!, names, dataset));
  const shared = { row: one, draw };
  const [first, second] = names;
  return (
    <>
      <p className={classes.words}>
        Of {a.right.length} validation images {first} and {second} both get {bothRight.length} right; {first}{' '}
        alone {onlyFirst.length}, {second} alone {onlySecond.length}; both are wrong about {bothWrong.length}.
        {apart.length === 0 && ' Both put all images in the same order: choose two that differ.'}
      </p>
      <p className={classes.small}>
        Below each image: how many of 100 images {first} and {second} score lower
        {dataset.task === 'multi-class' ? ' for its own class' : ''}
        {dataset.task === 'multi-label' ? ', for the label on which they differ most' : ''}.
      </p>
      <div className={classes.groups}>
        <ImageGroup
          {...shared}
          title={`Right by ${first}, wrong by ${second}`}
          heading={<Heading of={rows} words="alone is right" who={0} />}
          images={onlyFirst}
        />
        <ImageGroup
          {...shared}
          row={other}
          title={`Right by ${second}, wrong by ${first}`}
          heading={<Heading of={rows} words="alone is right" who={1} />}
          images={onlySecond}
        />
        <ImageGroup
          {...shared}
          title={`Wrong by ${first} and ${second}`}
          heading="Both are wrong"
          images={bothWrong}
        />
        <ImageGroup
          {...shared}
          title={`Right by ${first} and ${second}`}
          heading="Both are right"
          images={bothRight}
        />
      </div>
      {apart.length > 0 && (
        <ImageGroup
          {...shared}
          title={`Where the scores of ${first} and ${second} differ most`}
          heading="Scores differ most"
          images={apart.slice(0, MOST_DIFFERENT).map(({ image }) => image)}
        />
      )}
    </>
  );
}

function Heading({ of, who, words }: { of: readonly RunRow[]; who: 0 | 1; words: string }) {
  const mark = useMarks().get(of[who]!.id);
  return (
    <>
      <RunMark letter={mark?.letter ?? null} colour={mark?.colour ?? null} /> {words}
    </>
  );
}
