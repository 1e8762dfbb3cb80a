import { Checkbox, Group, NativeSelect, Text } from '@mantine/core';
import { canonicalJson } from '../../lab/recipe/canonical.ts';
import { type FactorSpec, type Study, SWITCHES } from '../../lab/study/study.ts';
import { factorTitle, optionsOf, useFactorFields } from './factor-fields.ts';
import { NumbersInput } from './numbers-input.tsx';

export function factorKey(factor: FactorSpec): string {
  if ('subsets' in factor) return 'subsets';
  return 'levels' in factor ? `levels ${factor.name}` : factor.field;
}

/** What a factor varies between. */
export function FactorLevels({
  factor,
  onChange,
}: {
  factor: FactorSpec;
  onChange: (factor: FactorSpec) => void;
}) {
  const fields = useFactorFields();
  if ('subsets' in factor) {
    return (
      <Choices
        options={SWITCHES.map((name) => ({ value: name, label: name }))}
        chosen={factor.subsets}
        onChange={(subsets) => onChange({ subsets: subsets as (typeof SWITCHES)[number][] })}
      />
    );
  }
  if ('levels' in factor) {
    return (
      <Text size="sm" c="dimmed">
        {factor.levels.map(({ label }) => label).join(', ')}
      </Text>
    );
  }
  const options = optionsOf(fields, factor);
  if (options) {
    return (
      <Choices
        options={options}
        chosen={factor.values}
        onChange={(values) => onChange({ ...factor, values: values as typeof factor.values })}
      />
    );
  }
  return (
    <NumbersInput
      label={`Values of ${factorTitle(factor)}`}
      numbers={factor.values.map(Number)}
      onChange={(values) => onChange({ ...factor, values: [...values] })}
    />
  );
}

function Choices({
  options,
  chosen,
  onChange,
}: {
  options: readonly { readonly value: unknown; readonly label: string }[];
  chosen: readonly unknown[];
  onChange: (values: unknown[]) => void;
}) {
  const isChosen = (value: unknown) => chosen.some((other) => canonicalJson(other) === canonicalJson(value));
  return (
    <Group gap="md">
      {options.map(({ value, label }) => (
        <Checkbox
          key={label}
          size="xs"
          label={label}
          checked={isChosen(value)}
          // The last one stays: a factor without levels would be no study at all.
          disabled={chosen.length === 1 && isChosen(value)}
          onChange={() =>
            onChange(
              options
                .map((option) => option.value)
                .filter((other) =>
                  canonicalJson(other) === canonicalJson(value) ? !isChosen(value) : isChosen(other),
                ),
            )
          }
        />
      ))}
    </Group>
  );
}

/** One more field that is varied. */
export function AddFactor({ draft, onAdd }: { draft: Study; onAdd: (factor: FactorSpec) => void }) {
  const taken = new Set(
    draft.factors.map((factor) => ('field' in factor ? factor.field : factorKey(factor))),
  );
  const fields = useFactorFields();
  const free = fields.filter(({ field }) => !taken.has(field));
  return (
    <NativeSelect
      mt="xs"
      size="xs"
      w={232}
      aria-label="Vary something else"
      value=""
      data={[
        { value: '', label: 'Vary something else…' },
        ...(taken.has('subsets') ? [] : [{ value: 'subsets', label: 'Augmentations, every subset' }]),
        ...free.map(({ field, title }) => ({ value: field, label: title })),
      ]}
      onChange={(event) => {
        const { value } = event.currentTarget;
        const found = fields.find(({ field }) => field === value);
        if (value === 'subsets') onAdd({ subsets: ['flip', 'noise'] });
        else if (found) {
          onAdd({ field: found.field, name: found.title.toLowerCase(), values: found.initial as never });
        }
      }}
    />
  );
}
