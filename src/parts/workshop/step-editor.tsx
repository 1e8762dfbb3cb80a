import { Button, Checkbox, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { IconFocus2 } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { PLACE_NAMES, PLACES, type PlaceName } from '../../lab/lesson/places.ts';
import { usePageMarks } from '../lesson/use-page-marks.ts';
import { ConditionsEditor } from './conditions-editor.tsx';
import { useStepFields } from './draft-context.ts';
import { GuessEditor } from './guess-editor.tsx';
import { PickOnPage } from './pick-on-page.tsx';
import { RevealEditor } from './reveal-editor.tsx';
import { StepTaken } from './step-taken.tsx';
import { WordsEditor } from './words-editor.tsx';
import classes from './workshop.module.css';

/** One step, in the order in which a student meets it. */
export function StepEditor({ place }: { place: number }) {
  const { step, faultOf, changeStep } = useStepFields(place);
  return (
    <Stack gap="sm">
      <TextInput
        label="Title of the step"
        value={step.title}
        error={faultOf('title')}
        onChange={(event) => changeStep('title', { title: event.currentTarget.value })}
      />
      <WordsEditor
        label="Text"
        description="Markdown: *emphasis*, **strong**, - lists, [links](https://…). No HTML, no pictures."
        value={step.text}
        error={faultOf('text')}
        onChange={(text) => changeStep('text', { text })}
      />
      <StepTaken place={place} />
      <OnThePage place={place} />
      <GuessEditor place={place} />
      <ConditionsEditor place={place} />
      <RevealEditor place={place} />
    </Stack>
  );
}

/** The place that the step points at, and the controls that it brings back. */
function OnThePage({ place }: { place: number }) {
  const { draft, step, changeStep } = useStepFields(place);
  const [isPicking, setPicking] = useState(false);
  const end = useCallback(() => setPicking(false), []);
  usePageMarks(step.point ?? null, []);
  const point = (name: PlaceName | undefined) => {
    setPicking(false);
    changeStep('point', { point: name });
  };
  return (
    <fieldset className={classes.group}>
      <legend>On the page</legend>
      <Group gap="xs" align="flex-end">
        <NativeSelect
          size="xs"
          label="Points at"
          value={step.point ?? ''}
          data={[
            { value: '', label: 'nothing' },
            ...PLACE_NAMES.map((name) => ({ value: name, label: PLACES[name].words })),
          ]}
          onChange={(event) => point((event.currentTarget.value || undefined) as PlaceName | undefined)}
        />
        <Button
          size="xs"
          variant={isPicking ? 'filled' : 'light'}
          leftSection={<IconFocus2 size={14} />}
          aria-pressed={isPicking}
          onClick={() => setPicking(!isPicking)}
        >
          {isPicking ? 'Press it, or Esc' : 'Press it on the page'}
        </Button>
      </Group>
      {draft.hide.length > 0 && (
        <Checkbox.Group
          label="Brings back"
          value={step.show}
          onChange={(show) => changeStep('show', { show: show as PlaceName[] })}
        >
          <Group gap="sm" mt={4}>
            {draft.hide.map((name) => (
              <Checkbox key={name} size="xs" value={name} label={PLACES[name].words} />
            ))}
          </Group>
        </Checkbox.Group>
      )}
      {isPicking && <PickOnPage kind="point" onPick={point} onEnd={end} />}
    </fieldset>
  );
}
