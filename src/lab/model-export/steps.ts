import type { ModelShape } from '../model-shape.ts';
import type { ModelName } from '../models/names.ts';
import { linearSteps } from './linear-steps.ts';
import type { NetStep } from './net-step.ts';
import { resNet18Steps } from './resnet18-steps.ts';
import { smallCnnSteps } from './small-cnn-steps.ts';

/** What each network computes at inference; a new one is a file beside this one, and a line here. */
export const NET_STEPS: Readonly<Record<ModelName, (shape: ModelShape) => readonly NetStep[]>> = {
  'resnet-18': resNet18Steps,
  'small-cnn': smallCnnSteps,
  linear: linearSteps,
};
