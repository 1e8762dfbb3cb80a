import type { FigureName } from './figures.ts';

/** What a figure is, for who writes a lesson. */
export const FIGURE_WORDS: Readonly<Record<FigureName, string>> = {
  accuracy: 'accuracy',
  majority: 'accuracy of the lazy model',
  auc: 'AUC of the best epoch',
  interval: 'its 95 % interval',
  trainAuc: 'AUC on the training part',
  lastAuc: 'AUC after the last epoch',
  testAuc: 'AUC on the test part',
  found: 'how many findings it found',
  recall: 'share of findings it found',
  missed: 'how many it missed',
  falseAlarms: 'how many false alarms',
  rareClass: 'name of the class to be found',
  balanced: 'mean recall of the classes',
  macroF1: 'mean F1 of the classes',
  calibration: 'calibration error (ECE)',
  calibrated: 'the same after a temperature',
  stressed: 'AUC under stress',
  steps: 'training steps',
};
