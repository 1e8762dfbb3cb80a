import { Button, NativeSelect, Text } from '@mantine/core';
import { formatBytes } from '../../lab/format-bytes.ts';
import { describeError } from '../../lab/lab-error.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import { fitTargetOf, fitWords, recipeFor, whyUnfit } from '../../lab/start/fit.ts';
import { frozenChoices } from '../../lab/start/frozen-parts.ts';
import { FROZEN_WORDS, type Frozen, type Start } from '../../lab/start/start.ts';
import { useData } from '../../state/data/store.ts';
import { changeRecipe, useRecipe } from '../../state/recipe/store.ts';
import { forgetStart, useStarts } from '../../state/starts/store.ts';
import { Folded } from '../../ui/folded.tsx';
import { showProblem, showUndo } from '../../ui/notify.tsx';
import type { KeptStart } from '../../worker/protocol-starts.ts';
import { factsWords } from './facts-words.ts';
import { StartPicker } from './start-picker.tsx';
import classes from './starts.module.css';

/** Where the weights of the next run come from, and what of them is trained. */
export function StartSection() {
  const recipe = useRecipe((state) => state.recipe);
  const kept = useStarts((state) => state.kept);
  const { start } = recipe;
  const here = start && kept?.find(({ hash }) => hash === start.weights);
  return (
    <>
      <StartPicker
        label="Starts from"
        hideLabel
        chosen={start}
        none="Scratch: drawn by the seed"
        onPick={(picked) => changeRecipe(startingFrom(picked, recipe))}
      />
      {start && kept && !here && <Missing start={start} />}
      {start && here && <Fit kept={here} recipe={recipe} />}
      {start && <FrozenControl start={start} recipe={recipe} />}
      {kept && kept.length > 0 && (
        <Folded label={`Weights kept here: ${kept.length}`}>
          <ul className={classes.list}>
            {kept.map((one) => (
              <KeptItem key={one.hash} kept={one} />
            ))}
          </ul>
        </Folded>
      )}
    </>
  );
}

/** The net follows its weights, as they fit no other. */
function startingFrom(picked: KeptStart | null, recipe: Recipe): Partial<Recipe> {
  if (!picked) return { start: null };
  const dims = useData.getState().dataset?.dims ?? null;
  const frozen = recipe.start?.frozen ?? 'nothing';
  return {
    ...recipeFor(picked.facts, dims),
    start: { weights: picked.hash, name: picked.name, frozen },
  };
}

function Missing({ start: { name } }: { start: Start }) {
  return (
    <Text size="xs" fw={600} role="note">
      The weights “{name}” are not in this browser. Choose the run that they are of, or their file; the same
      weights are known again.
    </Text>
  );
}

function Fit({ kept: { facts }, recipe }: { kept: KeptStart; recipe: Recipe }) {
  const dataset = useData((state) => state.dataset);
  if (!dataset) return null;
  const target = fitTargetOf(dataset, recipe);
  const why = whyUnfit(facts, target);
  if (why !== null) {
    return (
      <Text size="xs" fw={600} role="note">
        {why}
      </Text>
    );
  }
  const words = fitWords(facts, target);
  return (
    <Text size="xs" c="dimmed">
      {[`${factsWords(facts)}.`, ...words].join(' ')}
    </Text>
  );
}

function FrozenControl({ start, recipe }: { start: Start; recipe: Recipe }) {
  const choices = frozenChoices(recipe.model);
  const known = choices.includes(start.frozen) ? choices : [...choices, start.frozen];
  return (
    <>
      <NativeSelect
        label="Stays as it is"
        size="xs"
        value={start.frozen}
        data={known.map((frozen) => ({ value: frozen, label: FROZEN_WORDS[frozen].label }))}
        onChange={(event) =>
          changeRecipe({ start: { ...start, frozen: event.currentTarget.value as Frozen } })
        }
      />
      <Text size="xs" c="dimmed">
        {frozenWords(start.frozen, Object.keys(recipe.augment).length > 0)}
      </Text>
    </>
  );
}

function frozenWords(frozen: Frozen, isAugmented: boolean): string {
  if (frozen === 'nothing') return 'All weights are trained on.';
  if (frozen !== 'body') return 'These layers and their running statistics stay still; the rest is trained.';
  return isAugmented
    ? 'The head alone is trained. Augmentation makes each image another one, so its features are worked out in every epoch.'
    : 'The head alone is trained. The features of each image are worked out once: an epoch is as quick as that of a linear model.';
}

const tell = (error: unknown) => showProblem(describeError(error));

async function forgetAndTell({ hash, name }: KeptStart): Promise<void> {
  const undo = await forgetStart(hash);
  showUndo(`Deleted the weights “${name}”.`, () => void undo().catch(tell));
}

/** The focus goes to the next of them, or to the choice above where these were the last. */
function focusBeside(button: HTMLElement): void {
  const item = button.closest('li');
  const beside = (item?.nextElementSibling ?? item?.previousElementSibling)?.querySelector('button');
  (beside ?? button.closest('section')?.querySelector('select'))?.focus();
}

function KeptItem({ kept }: { kept: KeptStart }) {
  const { hash, name, facts, bytes } = kept;
  return (
    <li className={classes.kept}>
      <Text size="xs" className={classes.name!}>
        {name} · {factsWords(facts)} · {formatBytes(bytes)}
      </Text>
      <Button
        size="compact-xs"
        variant="default"
        aria-label={`Delete the weights ${name} ${hash.slice(0, 8)}`}
        onClick={({ currentTarget }) => {
          focusBeside(currentTarget);
          void forgetAndTell(kept).catch(tell);
        }}
      >
        Delete
      </Button>
    </li>
  );
}
