import { Group, SegmentedControl, Stack, Text } from '@mantine/core';
import type { Study } from '../../lab/study/study.ts';
import { type StudySplit, splitOf, USUAL_FOLDS, withSplit } from '../../lab/study/study-split.ts';
import { NumberWithin } from '../../ui/number-within.tsx';
import classes from './study-page.module.css';

const KINDS: readonly { readonly value: StudySplit['kind']; readonly label: string }[] = [
  { value: 'official', label: 'as it is' },
  { value: 'folds', label: 'folds' },
  { value: 'redrawn', label: 'drawn anew' },
];

const WORDS: Readonly<Record<StudySplit['kind'], string>> = {
  official: 'Every run trains and validates on the parts of the set.',
  folds:
    'Train and val are put together and cut: each seed validates on another fold, and the seeds go through all of them. Test stays.',
  redrawn: 'Each seed draws train and val anew, class by class, in their sizes. Test stays.',
};

/** On which images the runs validate: for every seed the same ones, or others. */
export function SplitInput({ draft, onChange }: { draft: Study; onChange: (study: Study) => void }) {
  const split = splitOf(draft);
  const choose = (kind: StudySplit['kind']) =>
    onChange(withSplit(draft, kind === 'folds' ? { kind, folds: USUAL_FOLDS } : { kind }));
  return (
    <div className={classes.factor}>
      <Text size="sm">Split</Text>
      <Stack gap={6} align="start">
        <Group gap="xs">
          <SegmentedControl
            size="xs"
            aria-label="Split"
            data={[...KINDS]}
            value={split.kind}
            onChange={(kind) => choose(kind as StudySplit['kind'])}
          />
          {split.kind === 'folds' && (
            <NumberWithin
              size="xs"
              w={72}
              aria-label="Number of folds"
              min={2}
              max={20}
              whole
              value={split.folds}
              onChange={(folds) => folds !== null && onChange(withSplit(draft, { kind: 'folds', folds }))}
            />
          )}
        </Group>
        <Text size="xs" c="dimmed" maw="60ch">
          {WORDS[split.kind]}
        </Text>
      </Stack>
    </div>
  );
}
