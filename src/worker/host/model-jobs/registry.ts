import type { ModelJobName } from '../../protocol-model-jobs.ts';
import { features } from './features.ts';
import type { ModelJob } from './model-job.ts';

/** All that a trained model can be asked. */
export const MODEL_JOBS: { readonly [Name in ModelJobName]: ModelJob<Name> } = {
  features,
};
