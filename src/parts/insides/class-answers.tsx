import { useId, useMemo } from 'react';
import { className } from '../../lab/class-name.ts';
import type { DatasetSummary } from '../../lab/dataset.ts';
import { useNameSearch } from '../../ui/name-search.tsx';
import { classColour } from '../../ui/palettes.ts';
import classes from './insides.module.css';

/** The score of each class; the chosen one is what the rest is about. */
export function ClassAnswers({
  dataset,
  probabilities,
  chosen,
  onChoose,
}: {
  dataset: DatasetSummary;
  probabilities: readonly number[];
  chosen: number;
  onChoose: (answer: number) => void;
}) {
  const name = useId();
  // Of many classes the likeliest come first.
  const order = useMemo(
    () => [...probabilities.keys()].sort((one, other) => probabilities[other]! - probabilities[one]!),
    [probabilities],
  );
  const { shown, search } = useNameSearch(
    dataset.classNames,
    dataset.task === 'multi-label' ? 'labels' : 'classes',
    order,
  );
  return (
    <fieldset className={classes.answers}>
      <legend className={classes.title}>
        {dataset.task === 'multi-label' ? 'Score of each label' : 'Score of each class'}
      </legend>
      {search}
      {shown.map((index) => (
        <label key={index} className={classes.answer} data-chosen={index === chosen || undefined}>
          <input
            type="radio"
            name={name}
            checked={index === chosen}
            onChange={() => onChoose(index)}
            className={classes.radio}
          />
          <span className={classes.answerName} title={dataset.classNames[index]}>
            {className(dataset.classNames[index]!)}
          </span>
          <span className={classes.track} aria-hidden>
            <span
              className={classes.bar}
              style={{ width: `${100 * probabilities[index]!}%`, background: classColour(index) }}
            />
          </span>
          <data className={classes.value} value={probabilities[index]!}>
            {probabilities[index]!.toFixed(3)}
          </data>
        </label>
      ))}
    </fieldset>
  );
}
