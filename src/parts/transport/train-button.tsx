import { Button } from '@mantine/core';
import { IconPlayerPlayFilled } from '@tabler/icons-react';
import { useMemo } from 'react';
import { capitalise } from '../../lab/capitalise.ts';
import type { NoEffect } from '../../lab/recipe/no-effect.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import { useData } from '../../state/data/store.ts';
import { useEnvironment } from '../../state/environment/store.ts';
import { useRecipe } from '../../state/recipe/store.ts';
import { useNoEffects } from '../../state/recipe/use-no-effects.ts';
import { trainCommand } from '../../state/training/commands.ts';
import { useExpectedTime } from '../../state/training/expected-time.ts';
import { useTrain } from '../../state/training/store.ts';
import { shortcutLabel } from '../../ui/command.ts';
import { useCommandEnabled } from '../../ui/command-button.tsx';
import { KeyHint } from '../../ui/key-hint.tsx';
import { timeText } from '../expected-time/time-text.ts';
import { MendButton } from '../recipe-panel/mend-button.tsx';
import { TrainAsIChangeSwitch } from './train-as-i-change-switch.tsx';
import classes from './train-button.module.css';

/** The one large button, with how long it will take where a run like it, or the device, was measured. */
export function TrainButton() {
  const enabled = useCommandEnabled(trainCommand);
  const phase = useTrain((state) => state.phase);
  return (
    <>
      <Button
        fullWidth
        size="md"
        className={classes.train!}
        leftSection={<IconPlayerPlayFilled size={18} />}
        rightSection={<KeyHint>{shortcutLabel(trainCommand.keys[0]!)}</KeyHint>}
        disabled={!enabled}
        loading={phase === 'starting'}
        aria-keyshortcuts="Control+Enter"
        data-place="train"
        onClick={trainCommand.perform}
      >
        Train
      </Button>
      <Estimate />
    </>
  );
}

function Estimate() {
  const recipe = useRecipe((state) => state.recipe);
  const dataset = useData((state) => state.dataset);
  const backend = useEnvironment((state) => state.environment?.backend.name);
  const refusal = useNoEffects().find(({ refused }) => refused);
  if (!dataset || !backend) return <p className={classes.estimate}>Getting ready…</p>;
  if (refusal) return <Refusal of={refusal} />;
  return <KnownEstimate recipe={recipe} />;
}

function KnownEstimate({ recipe }: { recipe: Recipe }) {
  const time = useExpectedTime(useMemo(() => [recipe], [recipe]));
  const isKnown = time?.unmeasured === 0;
  return (
    <div className={classes.below}>
      <p className={classes.estimate}>
        {isKnown ? `${capitalise(timeText(time, 1))}.` : 'The first run with this model measures the speed.'}
      </p>
      <TrainAsIChangeSwitch seconds={isKnown ? time.seconds : null} />
    </div>
  );
}

/** Why a press of the button would train nothing, with what mends it: the choice itself may be far above. */
function Refusal({ of: refused }: { of: NoEffect }) {
  return (
    <div className={classes.below}>
      <p className={classes.refusal}>Train refuses this recipe. {refused.reason}</p>
      <MendButton of={refused} />
    </div>
  );
}
