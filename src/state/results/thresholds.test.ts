import { beforeEach, expect, it } from 'vitest';
import {
  chooseThreshold,
  keepHandThresholds,
  movesThreshold,
  undoThreshold,
  useThresholdChoice,
  useThresholdSteps,
} from './thresholds.ts';

beforeEach(() => {
  chooseThreshold({ kind: 'standard', hand: {} });
  useThresholdSteps.setState({ before: [] });
});

it('takes each change of the threshold back, and the moves of one drag as one', () => {
  keepHandThresholds('run', [0.5]);
  keepHandThresholds('run', [0.7], true);
  chooseThreshold({ kind: 'youden' });
  undoThreshold();
  expect(useThresholdChoice.getState()).toMatchObject({ kind: 'hand', hand: { run: { 0: 0.7 } } });
  undoThreshold();
  expect(useThresholdChoice.getState()).toMatchObject({ kind: 'standard', hand: {} });
  undoThreshold();
  expect(useThresholdChoice.getState().kind).toBe('standard');
});

it('is not moved by who is to choose it by hand, but by the hand and by a rule', () => {
  const seen: boolean[] = [];
  const end = useThresholdChoice.subscribe((after, before) => seen.push(movesThreshold(after, before)));
  chooseThreshold({ kind: 'hand' });
  keepHandThresholds('run', [0.5]);
  chooseThreshold({ kind: 'youden' });
  end();
  expect(seen).toEqual([false, true, true]);
});
