import { SegmentedControl, Text } from '@mantine/core';
import { useMemo } from 'react';
import { valueHistogram } from '../../lab/level-histogram.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import { useData } from '../../state/data/store.ts';
import { useAnswer } from '../../state/data/use-preview.ts';
import { changeRecipe, useRecipe } from '../../state/recipe/store.ts';
import { Section } from '../../ui/section.tsx';
import { ValueHistograms } from '../../ui/value-histogram.tsx';
import { lab } from '../../worker/client/lab.ts';
import { NoEffectNotes } from './no-effect-notes.tsx';

const WAYS: readonly { value: Recipe['normalise']; label: string; means: string }[] = [
  { value: 'none', label: '0 to 1', means: 'Pixels go in as they are, black 0 and white 1.' },
  { value: 'half', label: '−1 to 1', means: '(x − 0.5) / 0.5, for validation and test as well.' },
  {
    value: 'train',
    label: 'mean 0, spread 1',
    means: 'By mean and spread of the training part, for validation and test as well.',
  },
];

const askLevels = (key: string) => lab.pixelLevels(key);

/** On which scale pixels go in: a property of the input, so all parts are treated alike. */
export function InputSection() {
  const normalise = useRecipe((state) => state.recipe.normalise);
  const key = useData((state) => state.dataset?.key ?? null);
  const { value: levels, error } = useAnswer(key, askLevels);
  const rows = useMemo(() => {
    if (!levels) return null;
    const before = {
      name: 'before',
      histogram: valueHistogram(levels, 'none'),
      strong: normalise === 'none',
    };
    if (normalise === 'none') return [{ ...before, name: 'as they are' }];
    return [before, { name: 'after', histogram: valueHistogram(levels, normalise), strong: true }];
  }, [levels, normalise]);
  return (
    <Section title="Input" place="recipe.input">
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label="Normalise"
        data={WAYS.map(({ value, label }) => ({ value, label }))}
        value={normalise}
        onChange={(value) => changeRecipe({ normalise: value as Recipe['normalise'] })}
      />
      <Text size="xs" c="dimmed">
        {WAYS.find(({ value }) => value === normalise)!.means}
      </Text>
      {rows && (
        <div>
          <ValueHistograms
            rows={rows}
            label={`Pixel values of the training part: ${rows
              .map(
                ({ name, histogram }) =>
                  `${name} mean ${number(histogram.mean)}, spread ${number(histogram.deviation)}`,
              )
              .join('; ')}`}
          />
          <Text size="xs" c="dimmed">
            Mean {rows.map(({ histogram }) => number(histogram.mean)).join(' → ')}, spread{' '}
            {rows.map(({ histogram }) => number(histogram.deviation)).join(' → ')}
          </Text>
        </div>
      )}
      {error && (
        <Text size="xs" c="dimmed">
          {error.message}
        </Text>
      )}
      <NoEffectNotes of={['normalise']} />
    </Section>
  );
}

function number(value: number): string {
  return value
    .toFixed(2)
    .replace(/^-0\.00$/, '0.00')
    .replace('-', '−');
}
