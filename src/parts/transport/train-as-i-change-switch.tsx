import { Switch } from '@mantine/core';
import {
  MOST_SECONDS,
  setTrainAsIChange,
  useTrainAsIChange,
} from '../../state/training/train-as-i-change.ts';
import { Tip } from '../../ui/tip.tsx';

function labelOf(on: boolean, isShort: boolean): string {
  if (isShort) return 'Train as I change';
  return on
    ? `Train as I change: over ${MOST_SECONDS} s, so press`
    : `Train as I change (runs under ${MOST_SECONDS} s)`;
}

/** Lets every change of the recipe be trained at once, where a run is known to be short. */
export function TrainAsIChangeSwitch({
  seconds,
}: {
  /** That the recipe of the form would train; null where that is not known. */
  seconds: number | null;
}) {
  const on = useTrainAsIChange((state) => state.on);
  const isShort = seconds !== null && seconds < MOST_SECONDS;
  // One that is on can always be switched off.
  const disabled = !isShort && !on;
  return (
    <Tip
      label={`Each change starts a run at once; one that was cut off is not kept. For runs under ${MOST_SECONDS} s.`}
      width={260}
    >
      <Switch
        size="xs"
        label={labelOf(on, isShort)}
        checked={on}
        disabled={disabled}
        onChange={(event) => setTrainAsIChange(event.currentTarget.checked)}
      />
    </Tip>
  );
}
