import { INPUT, LOGITS, type NetStep } from './net-step.ts';

/** The linear model on the pixels, as src/training/model/linear.ts computes it. */
export function linearSteps(): readonly NetStep[] {
  return [
    { kind: 'flatten', name: 'pixels', of: INPUT },
    { kind: 'linear', name: LOGITS, of: 'pixels' },
  ];
}
