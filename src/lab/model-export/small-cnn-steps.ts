import { SMALL_CNN_LAYERS } from '../models/small-cnn.ts';
import { INPUT, LOGITS, type NetStep } from './net-step.ts';

/** The small CNN, as src/training/model/small-cnn.ts computes it. */
export function smallCnnSteps(): readonly NetStep[] {
  const steps: NetStep[] = [];
  let hidden = INPUT;
  for (let place = 1; place <= SMALL_CNN_LAYERS; place++) {
    const [convolution, norm, name] = [`conv${place}`, `bn${place}`, `relu${place}`];
    steps.push(
      { kind: 'convolution', name: convolution, of: hidden, edge: 3, stride: 2, pad: 1 },
      { kind: 'batch-norm', name: norm, of: convolution },
      { kind: 'relu', name, of: norm },
    );
    hidden = name;
  }
  steps.push({ kind: 'mean', name: 'avgpool', of: hidden }, { kind: 'linear', name: LOGITS, of: 'avgpool' });
  return steps;
}
