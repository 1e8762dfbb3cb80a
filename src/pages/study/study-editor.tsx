import { ActionIcon, Button, Group, Stack, Switch, Text, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useMemo, useRef, useState } from 'react';
import { phantomSettings } from '../../lab/phantom-settings.ts';
import { canonicalJson } from '../../lab/recipe/canonical.ts';
import { changeTexts } from '../../lab/recipe/change-texts.ts';
import { datasetName, recipeName } from '../../lab/recipe/name.ts';
import { DEFAULT_RECIPE } from '../../lab/recipe/recipe.ts';
import { fittingBaseline } from '../../lab/study/baseline.ts';
import { factorsOf } from '../../lab/study/expand.ts';
import { canRunOnPhantoms } from '../../lab/study/on-phantoms.ts';
import type { FactorSpec, Study } from '../../lab/study/study.ts';
import { withoutRefused } from '../../lab/study/without-refused.ts';
import { useRecipe } from '../../state/recipe/store.ts';
import { onRecipe } from '../../state/studies/draft.ts';
import { Folded } from '../../ui/folded.tsx';
import { formatCount } from '../../ui/format.ts';
import { NumberWithin } from '../../ui/number-within.tsx';
import { factorTitle } from './factor-fields.ts';
import { AddFactor, FactorLevels, factorKey } from './factor-levels.tsx';
import { NumbersInput } from './numbers-input.tsx';
import { SplitInput } from './split-input.tsx';
import classes from './study-page.module.css';
import { checkStudy, type Planned, plan, StudyPlan } from './study-plan.tsx';
import { StudyText } from './study-text.tsx';

const { images: USUAL_IMAGES } = phantomSettings.parse({});
const { minValue, maxValue } = phantomSettings.shape.images.unwrap();

interface Props {
  readonly draft: Study;
  readonly onChange: (study: Study) => void;
  readonly onCancel: () => void;
  /** @param study what is to be trained: the draft, or the draft on phantoms */
  readonly onQueue: (study: Study) => void;
}

/** What opened the plan goes away with the focus on it; the plan begins in sight. */
function takeFocus(section: HTMLElement | null): void {
  section?.focus({ preventScroll: true });
  if (section && section.getBoundingClientRect().top < 0) section.scrollIntoView({ block: 'start' });
}

/** What is varied, on how many seeds, and what that comes to, before anything is trained. */
export function StudyEditor({ draft, onChange, onCancel, onQueue }: Props) {
  const [images, setImages] = useState<number | null>(null);
  const hasPhantoms = canRunOnPhantoms(draft);
  const planned = useMemo(() => plan(draft, hasPhantoms ? images : null), [draft, hasPhantoms, images]);
  const change = (part: Partial<Study>) => onChange({ ...draft, ...part });
  const changeFactor = (index: number, factor: FactorSpec | null) => {
    const factors = factor ? draft.factors.with(index, factor) : draft.factors.toSpliced(index, 1);
    change({ factors, baseline: fittingBaseline(draft.baseline, factorsOf({ factors })) });
  };
  return (
    <section ref={takeFocus} tabIndex={-1} className={classes.card} aria-label="Plan of the study">
      <Stack gap="sm">
        <TextInput
          label="Name of the study"
          value={draft.name}
          onChange={(event) => change({ name: event.currentTarget.value || 'Untitled' })}
        />
        {draft.question && (
          <Text size="sm" c="dimmed">
            {draft.question}
          </Text>
        )}
        <div>
          <h2 className={classes.title}>What is varied</h2>
          {draft.factors.map((factor, index) => (
            <div key={factorKey(factor)} className={classes.factor}>
              <Text size="sm">{factorTitle(factor)}</Text>
              <FactorLevels factor={factor} onChange={(next) => changeFactor(index, next)} />
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`Do not vary ${factorTitle(factor)}`}
                onClick={() => changeFactor(index, null)}
              >
                <IconX size={16} />
              </ActionIcon>
            </div>
          ))}
          <AddFactor draft={draft} onAdd={(factor) => change({ factors: [...draft.factors, factor] })} />
        </div>
        <SplitInput draft={draft} onChange={onChange} />
        <SeedsInput seeds={draft.seeds} onChange={(seeds) => change({ seeds })} />
        <Shared draft={draft} planned={planned} images={hasPhantoms ? images : null} onChange={onChange} />
        {hasPhantoms && <Phantoms images={images} onChange={setImages} />}
        <StudyPlan planned={planned}>
          <LeaveOut draft={draft} onChange={onChange} />
        </StudyPlan>
        <Group>
          <Button disabled={!planned.ok} onClick={() => planned.ok && onQueue(planned.study)}>
            {planned.ok ? `Train ${formatCount(planned.value.runs.length)} runs` : 'Train'}
          </Button>
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
        </Group>
        <Folded label="The whole study as text">
          <StudyText draft={draft} onChange={onChange} />
        </Folded>
      </Stack>
    </section>
  );
}

function SeedsInput({ seeds, onChange }: { seeds: readonly number[]; onChange: (seeds: number[]) => void }) {
  return (
    <div className={classes.factor}>
      <Text size="sm">Seeds</Text>
      <NumbersInput label="Seeds" numbers={seeds} whole onChange={(numbers) => onChange([...numbers])} />
      <Text size="xs" c="dimmed">
        three or more
      </Text>
    </div>
  );
}

/** The press that mends a plan of which the recipe refuses some levels: with the AUC margin loss there are no class weights. */
function LeaveOut({ draft, onChange }: Pick<Props, 'draft' | 'onChange'>) {
  const fitting = useMemo(() => withoutRefused(draft, checkStudy), [draft]);
  if (!fitting) return null;
  const { study, labels } = fitting;
  return (
    <Button
      size="compact-sm"
      variant="default"
      mt="xs"
      onClick={() => onChange({ ...study, baseline: fittingBaseline(draft.baseline, factorsOf(study)) })}
    >
      Leave out {labels.map((label) => `“${label}”`).join(' and ')}
    </Button>
  );
}

/** What the plan begins with, whether that is the person's own recipe, and the press that makes it so. */
function Shared({
  draft,
  planned,
  images,
  onChange,
}: Pick<Props, 'draft' | 'onChange'> & { planned: Planned; images: number | null }) {
  const recipe = useRecipe((state) => state.recipe);
  // biome-ignore lint/correctness/useExhaustiveDependencies: of the recipe of the form
  const own = useMemo(() => onRecipe({ ...draft, base: {} }), [draft, recipe]);
  const ofOwn = useMemo(() => plan(own, images), [own, images]);
  const [cell, ownCell] = [planned, ofOwn].map((made) => (made.ok ? made.value.cells[0] : undefined));
  const isOwn = canonicalJson(own.base) === canonicalJson(draft.base);
  const differs = isOwn ? [] : cell && ownCell ? changeTexts(cell.recipe, ownCell.recipe) : null;
  const note = useRef<HTMLParagraphElement>(null);
  return (
    <div className={classes.factor}>
      <Text size="sm">First recipe</Text>
      <div>
        <Text size="sm" c="dimmed">
          {cell
            ? [
                datasetName(cell.recipe.dataset),
                recipeName(cell.recipe),
                // Another number of epochs is in the name of the recipe.
                ...(cell.recipe.epochs === DEFAULT_RECIPE.epochs ? [`${cell.recipe.epochs} epochs`] : []),
              ].join(' · ')
            : '–'}
        </Text>
        <Text ref={note} size="sm" tabIndex={-1} data-testid="plan-origin">
          {originText(differs)}
        </Text>
      </div>
      {differs?.length !== 0 && (
        <Button
          size="compact-xs"
          variant="subtle"
          onClick={() => {
            onChange(own);
            // It goes away with the press.
            note.current?.focus({ preventScroll: true });
          }}
        >
          Use your current recipe
        </Button>
      )}
    </div>
  );
}

/** @param differs what of the person's recipe is not as in the plan; null where the two cannot be held against each other */
function originText(differs: readonly string[] | null): string {
  if (differs === null) return 'The study’s own recipe.';
  if (differs.length === 0) return 'It is your current recipe.';
  return `The study’s own recipe. With yours: ${differs.join(', ')}.`;
}

/** Where the official sets are not at hand, or would take too long for a first look. */
function Phantoms({
  images,
  onChange,
}: {
  images: number | null;
  onChange: (images: number | null) => void;
}) {
  return (
    <div className={classes.factor}>
      <Text size="sm">Data</Text>
      <Switch
        size="sm"
        label="Try it on phantoms"
        description="Synthetic sets of the same shape: nothing to fetch, and nothing to learn about the real ones."
        checked={images !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? USUAL_IMAGES : null)}
      />
      {images !== null && (
        <NumberWithin
          size="xs"
          w={140}
          label="Images of each"
          min={minValue ?? 1}
          {...(maxValue === null ? {} : { max: maxValue })}
          whole
          step={60}
          value={images}
          onChange={(value) => value !== null && onChange(value)}
        />
      )}
    </div>
  );
}
