import { Button, Group, NativeSelect } from '@mantine/core';
import { IconEyeOff, IconX } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { PLACE_NAMES, PLACES, type PlaceName } from '../../lab/lesson/places.ts';
import { usePageMarks } from '../lesson/use-page-marks.ts';
import { useDraftFields } from './draft-context.ts';
import { PickOnPage } from './pick-on-page.tsx';
import classes from './workshop.module.css';

/** What is out of the students' way: clicked away on the page, or chosen by name, and brought back by a press. */
export function HiddenControls() {
  const { draft, change } = useDraftFields();
  const [isPicking, setPicking] = useState(false);
  const hide = useCallback(
    (place: PlaceName) =>
      change(`hide.${place}`, (before) =>
        before.hide.includes(place) ? before : { ...before, hide: [...before.hide, place] },
      ),
    [change],
  );
  const bringBack = (place: PlaceName) =>
    change(`hide.${place}`, (before) => ({
      ...before,
      hide: before.hide.filter((other) => other !== place),
      steps: before.steps.map((step) => ({ ...step, show: step.show.filter((other) => other !== place) })),
    }));
  const end = useCallback(() => setPicking(false), []);
  usePageMarks(null, isPicking ? draft.hide : []);
  return (
    <fieldset className={classes.group}>
      <legend>Hidden controls</legend>
      <p className={classes.small}>
        Take away what the lesson is not about. While you write, everything stays; a step can bring a control
        back.
      </p>
      <Group gap="xs">
        <Button
          size="xs"
          variant={isPicking ? 'filled' : 'light'}
          leftSection={<IconEyeOff size={14} />}
          aria-pressed={isPicking}
          onClick={() => setPicking(!isPicking)}
        >
          {isPicking ? 'Done hiding' : 'Click controls away'}
        </Button>
        <NativeSelect
          size="xs"
          aria-label="Hide by name"
          value=""
          data={[
            { value: '', label: 'or hide by name…' },
            ...PLACE_NAMES.filter((place) => !draft.hide.includes(place)).map((place) => ({
              value: place,
              label: PLACES[place].words,
            })),
          ]}
          onChange={(event) => event.currentTarget.value && hide(event.currentTarget.value as PlaceName)}
        />
      </Group>
      {isPicking && (
        <p className={classes.hint} role="status">
          Point at a part of the page and press it: it is hidden. With keys: put the focus into it, then
          Delete. Esc ends.
        </p>
      )}
      {draft.hide.length > 0 && (
        <ul className={classes.chips} aria-label="Hidden">
          {draft.hide.map((place) => (
            <li key={place}>
              <Button
                size="compact-xs"
                variant="default"
                rightSection={<IconX size={12} />}
                aria-label={`Bring back ${PLACES[place].words}`}
                onClick={() => bringBack(place)}
              >
                {PLACES[place].words}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {isPicking && <PickOnPage kind="hide" onPick={hide} onEnd={end} />}
    </fieldset>
  );
}
