import { Button } from '@mantine/core';
import { IconPlayerPlayFilled } from '@tabler/icons-react';
import { useData } from '../../state/data/store.ts';
import { useEnvironment } from '../../state/environment/store.ts';
import { useRecipe } from '../../state/recipe/store.ts';
import { useEpochCounts } from '../../state/recipe/use-epoch-counts.ts';
import { useRuns } from '../../state/runs/store.ts';
import { trainCommand } from '../../state/training/commands.ts';
import { estimateSeconds } from '../../state/training/estimate.ts';
import { type Phase, useTrain } from '../../state/training/store.ts';
import { useCommandEnabled } from '../../ui/command-button.tsx';
import { formatRoughly } from '../../ui/format.ts';
import classes from './train-button.module.css';

const LABELS: Readonly<Record<Phase, string>> = {
  idle: 'Train',
  starting: 'Train',
  running: 'Training…',
  paused: 'Paused',
  stopping: 'Stopping…',
};

/** The one large button, with how long it will take on this device where that was measured. */
export function TrainButton() {
  const enabled = useCommandEnabled(trainCommand);
  const phase = useTrain((state) => state.phase);
  return (
    <>
      <Button
        fullWidth
        size="md"
        leftSection={<IconPlayerPlayFilled size={18} />}
        disabled={!enabled}
        loading={phase === 'starting'}
        aria-keyshortcuts="Control+Enter"
        onClick={trainCommand.perform}
      >
        {LABELS[phase]}
      </Button>
      <Estimate />
    </>
  );
}

function Estimate() {
  const rows = useRuns((state) => state.rows);
  const recipe = useRecipe((state) => state.recipe);
  const dataset = useData((state) => state.dataset);
  const backend = useEnvironment((state) => state.environment?.backend.name);
  const counts = useEpochCounts().value;
  if (!dataset || !backend) return <p className={classes.estimate}>Getting ready…</p>;
  // Multi-label sets count every label, so their epoch is the training part itself.
  const images =
    dataset.task === 'multi-label' || !counts
      ? dataset.counts.train
      : counts.after.reduce((sum, count) => sum + count, 0);
  const seconds = estimateSeconds(rows, recipe, dataset, backend, images);
  return (
    <p className={classes.estimate}>
      {seconds === null
        ? 'The first run with this model measures the speed.'
        : `About ${formatRoughly(seconds)} on this device.`}
    </p>
  );
}
