import { Anchor, Group, Text, UnstyledButton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { DEFAULT_RECIPE } from '../../lab/recipe/recipe.ts';
import { STUDY_PRESETS, type StudyPreset } from '../../lab/study/presets.ts';
import type { Study } from '../../lab/study/study.ts';
import { MeasureHere } from '../../parts/expected-time/measure-here.tsx';
import { needsWebGpu, timeText } from '../../parts/expected-time/time-text.ts';
import { useEnvironment } from '../../state/environment/store.ts';
import { useRecipe } from '../../state/recipe/store.ts';
import { presetDraft } from '../../state/studies/draft.ts';
import { expansionOf } from '../../state/studies/store.ts';
import { useExpectedTime } from '../../state/training/expected-time.ts';
import { Staggered } from '../../ui/staggered.tsx';
import classes from './preset-cards.module.css';
import { PresetDrawing } from './preset-drawing.tsx';
import { TransferCard } from './transfer-card.tsx';

/** Ready-made questions, each with a drawing and its price. */
export function PresetCards({ onChoose }: { onChoose: (study: Study) => void }) {
  // Of what the presets begin with: where that has no time, nothing was measured that is like it.
  const dataset = useRecipe(({ recipe }) => recipe.dataset);
  const time = useExpectedTime(useMemo(() => [{ ...DEFAULT_RECIPE, dataset }], [dataset]));
  return (
    <>
      <div className={classes.cards}>
        <Staggered>
          {STUDY_PRESETS.map((preset) => (
            <PresetCard key={preset.id} preset={preset} onChoose={onChoose} />
          ))}
          <TransferCard onChoose={onChoose} />
        </Staggered>
      </div>
      <Group gap="xs">
        <Text size="sm" c="dimmed">
          Times come from runs and measurements on this device.
        </Text>
        {time && time.unmeasured > 0 ? (
          <Text size="sm" component="span">
            <MeasureHere time={time} />
          </Text>
        ) : (
          <Anchor component={Link} to="/bench" search size="sm">
            How quick is this device?
          </Anchor>
        )}
      </Group>
    </>
  );
}

function PresetCard({ preset, onChoose }: { preset: StudyPreset; onChoose: (study: Study) => void }) {
  const dataset = useRecipe(({ recipe }) => recipe.dataset);
  const study = useMemo(() => preset.create(dataset), [preset, dataset]);
  const recipes = useMemo(() => expansionOf(study).runs.map(({ recipe }) => recipe), [study]);
  const time = useExpectedTime(recipes);
  const { cells } = expansionOf(study);
  const backend = useEnvironment((state) => state.environment?.backend.name);
  const refused = needsWebGpu(recipes, backend);
  return (
    <UnstyledButton className={classes.card} onClick={() => onChoose(presetDraft(preset))}>
      <PresetDrawing id={preset.id} />
      <Text component="span" size="sm" fw={600}>
        {preset.label}
      </Text>
      <Text component="span" size="xs" c="dimmed">
        {preset.explanation}
      </Text>
      <Text component="span" size="xs" className={classes.price}>
        {cells.length} recipes × {study.seeds.length} {study.seeds.length === 1 ? 'seed' : 'seeds'}
        <span
          data-known={(!refused && time && time.unmeasured < recipes.length) || undefined}
          className={classes.time}
        >
          {refused ? 'needs WebGPU' : time ? timeText(time, recipes.length) : ''}
        </span>
      </Text>
    </UnstyledButton>
  );
}
