import { ActionIcon, Button, Group, Stack, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { runsNamed, useStepFields } from './draft-context.ts';
import { type FigureOfRun, FigureSelect } from './figure-select.tsx';
import { WordsEditor } from './words-editor.tsx';
import classes from './workshop.module.css';

/** What is told when the step is done, with figures of the students' own runs. */
export function RevealEditor({ place }: { place: number }) {
  const { draft, step, faultOf, changeStep } = useStepFields(place);
  const runs = runsNamed(draft, place);
  const bars = step.bars ?? [];
  const setBars = (field: string, next: typeof bars) =>
    changeStep(`bars.${field}`, { bars: next.length === 0 ? undefined : next });
  return (
    <fieldset className={classes.group}>
      <legend>Told when it is done</legend>
      <WordsEditor
        label="What came of it"
        value={step.reveal}
        error={faultOf('reveal')}
        onChange={(reveal) => changeStep('reveal', { reveal })}
      />
      <FigureSelect
        label="Put in a figure of the student’s run"
        runs={runs}
        value=""
        none={runs.length === 0 ? 'a step has to train a run first' : 'choose…'}
        onChange={(figure) => figure && changeStep('reveal', { reveal: `${step.reveal}**{{${figure}}}** ` })}
      />
      {bars.map((bar, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two bars may be the same while they are typed
        <Group key={index} gap={4} wrap="nowrap" align="flex-end">
          <TextInput
            size="xs"
            className={classes.grow!}
            label={`Bar ${index + 1}`}
            value={bar.label}
            error={faultOf(`bars.${index}.label`)}
            onChange={(event) =>
              setBars(`${index}.label`, bars.with(index, { ...bar, label: event.currentTarget.value }))
            }
          />
          <FigureSelect
            label="shows"
            runs={runs}
            value={bar.figure}
            none="choose…"
            onChange={(figure) => figure && setBars(`${index}.figure`, bars.with(index, { ...bar, figure }))}
          />
          <ActionIcon
            size="lg"
            variant="subtle"
            color="gray"
            aria-label={`Without bar ${index + 1}`}
            onClick={() => setBars('count', bars.toSpliced(index, 1))}
          >
            <IconX size={14} />
          </ActionIcon>
        </Group>
      ))}
      <Stack align="flex-start">
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconPlus size={14} />}
          disabled={runs.length === 0 || bars.length >= 8}
          onClick={() =>
            setBars('count', [...bars, { label: 'AUC', figure: `${runs.at(-1)!}.auc` as FigureOfRun }])
          }
        >
          Draw a figure as a bar
        </Button>
      </Stack>
    </fieldset>
  );
}
