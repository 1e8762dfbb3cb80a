import { IconPlayerPause, IconPlayerPlay, IconPlayerSkipForward, IconPlayerStop } from '@tabler/icons-react';
import { describeError, type LabErrorDescription } from '../../lab/lab-error.ts';
import { datasetKey } from '../../lab/recipe/dataset-reference.ts';
import type { Command } from '../../ui/command.ts';
import { hideProblem, showProblem } from '../../ui/notify.tsx';
import { useData } from '../data/store.ts';
import { useRecipe } from '../recipe/store.ts';
import { isTraining, type Phase, useTrain } from './store.ts';

type Session = typeof import('./session.ts');

/** What trains is fetched when the page has been drawn: see start(). */
function telling(
  action: (session: Session) => Promise<unknown>,
  tell: (error: LabErrorDescription) => void = showProblem,
): () => void {
  return () => {
    import('./session.ts').then(action).catch((error: unknown) => tell(describeError(error)));
  };
}

/** What is said of a recipe goes away when it is another one. */
function tellOfRecipe(error: LabErrorDescription): void {
  showProblem(error);
  if (error.code !== 'bad-recipe') return;
  const end = useRecipe.subscribe(({ recipe }, before) => {
    if (recipe === before.recipe) return;
    end();
    hideProblem(error);
  });
}

const inPhase = (...phases: readonly Phase[]) => ({
  isEnabled: () => phases.includes(useTrain.getState().phase),
  subscribe: useTrain.subscribe,
});

export const trainCommand: Command = {
  id: 'train',
  label: 'Train',
  hint: 'Trains a model with the recipe as it is set.',
  group: 'Run',
  keys: ['mod+Enter'],
  icon: IconPlayerPlay,
  // The recipe must be about the set that is here; the form says so where it is not.
  isEnabled: () => {
    const { dataset, loading } = useData.getState();
    return !isTraining() && !loading && dataset?.key === datasetKey(useRecipe.getState().recipe.dataset);
  },
  subscribe: (listener) => {
    const ends = [useTrain, useData, useRecipe].map((store) => store.subscribe(listener));
    return () => {
      for (const end of ends) end();
    };
  },
  perform: telling(({ startRun }) => startRun(useRecipe.getState().recipe), tellOfRecipe),
};

export const pauseCommand: Command = {
  id: 'pause',
  label: 'Pause',
  hint: 'The run waits after its current batch.',
  group: 'Run',
  keys: ['space'],
  icon: IconPlayerPause,
  ...inPhase('running'),
  perform: telling(({ pauseRun }) => pauseRun()),
};

export const resumeCommand: Command = {
  id: 'resume',
  label: 'Resume',
  hint: 'The paused run goes on.',
  group: 'Run',
  keys: ['space'],
  icon: IconPlayerPlay,
  ...inPhase('paused'),
  perform: telling(({ resumeRun }) => resumeRun()),
};

export const stepCommand: Command = {
  id: 'step',
  label: 'Step one batch',
  hint: 'The paused run trains one more batch, and you see what it did.',
  group: 'Run',
  keys: ['.'],
  icon: IconPlayerSkipForward,
  ...inPhase('paused'),
  perform: telling(({ stepRun }) => stepRun()),
};

export const stopCommand: Command = {
  id: 'stop',
  label: 'Stop',
  hint: 'Ends the run now. What was measured is kept; it gets no test score.',
  group: 'Run',
  keys: ['mod+.'],
  icon: IconPlayerStop,
  ...inPhase('running', 'paused'),
  perform: telling(({ stopRun }) => stopRun()),
};

export const TRAIN_COMMANDS: readonly Command[] = [
  trainCommand,
  pauseCommand,
  resumeCommand,
  stepCommand,
  stopCommand,
];
