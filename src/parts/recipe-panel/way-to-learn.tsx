import { Text } from '@mantine/core';
import { LOSSES } from '../../lab/recipe/losses.ts';
import { OPTIMIZERS } from '../../lab/recipe/optimizers.ts';
import { goingWay, WAYS_TO_LEARN, type WayToLearn, wayOf } from '../../lab/recipe/ways-to-learn.ts';
import { setRecipe, useRecipe } from '../../state/recipe/store.ts';
import { classColour } from '../../ui/palettes.ts';
import { Section } from '../../ui/section.tsx';
import { NoEffectNotes } from './no-effect-notes.tsx';
import classes from './way-to-learn.module.css';

const WAYS = Object.keys(WAYS_TO_LEARN) as WayToLearn[];

/** What the model is asked for: the right order, or the right probability. */
export function WayToLearnSection() {
  const recipe = useRecipe((state) => state.recipe);
  const way = wayOf(recipe);
  return (
    <Section title="How it learns" place="recipe.way">
      <fieldset className={classes.ways} aria-label="How it learns">
        {WAYS.map((name) => {
          const { label, made, explanation } = WAYS_TO_LEARN[name];
          return (
            <label key={name} className={classes.way}>
              <input
                type="radio"
                name="way-to-learn"
                className={classes.input}
                checked={way === name}
                onChange={() => setRecipe(goingWay(useRecipe.getState().recipe, name))}
                aria-describedby={`way-${name}`}
              />
              <Drawing of={name} />
              <span className={classes.label}>{label}</span>
              <span id={`way-${name}`} className={classes.words}>
                {explanation} <span className={classes.made}>{made}</span>
              </span>
            </label>
          );
        })}
      </fieldset>
      <Text size="xs" c="dimmed">
        {way === 'rank' && 'Its loss may rise while the order gets better: look at the AUC.'}
        {way === 'classify' && 'The loss falls as the probabilities get better; the order follows.'}
        {way === null &&
          `A mix of your own: ${LOSSES[recipe.loss.name].label} with ${OPTIMIZERS[recipe.optimizer.name].label}.`}
      </Text>
      <NoEffectNotes of={['loss']} />
    </Section>
  );
}

/** Positives to the right of negatives; or each on its side of a line. */
function Drawing({ of }: { of: WayToLearn }) {
  const places = of === 'rank' ? [10, 24, 38, 52, 66, 80, 94] : [8, 16, 24, 32, 78, 86, 94];
  return (
    <svg viewBox="0 0 104 20" className={classes.drawing} aria-hidden="true">
      {of === 'rank' ? (
        <path d="M6 17 H96 m-4 -3 l4 3 l-4 3" className={classes.stroke} />
      ) : (
        <path d="M54 1 V19" className={classes.stroke} strokeDasharray="3 2" />
      )}
      {places.map((x, index) => (
        <circle key={x} cx={x} cy={8} r={4} fill={classColour(index < 4 ? 0 : 1)} />
      ))}
    </svg>
  );
}
