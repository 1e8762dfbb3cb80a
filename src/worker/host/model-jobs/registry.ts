import type { ModelJobName } from '../../protocol-model-jobs.ts';
import { augmentedScores } from './augmented-scores.ts';
import { featureMap } from './feature-map.ts';
import { featureUmap } from './feature-umap.ts';
import { features } from './features.ts';
import { gradCam } from './grad-cam.ts';
import { imageScores } from './image-scores.ts';
import type { ModelJob } from './model-job.ts';
import { nearestImages } from './nearest-images.ts';
import { ownPage } from './own-page.ts';
import { savedModel } from './saved-model.ts';
import { seenImage } from './seen-image.ts';
import { stress } from './stress.ts';

/** All that a trained model can be asked. */
export const MODEL_JOBS: { readonly [Name in ModelJobName]: ModelJob<Name> } = {
  features,
  'seen-image': seenImage,
  'image-scores': imageScores,
  'augmented-scores': augmentedScores,
  'grad-cam': gradCam,
  'nearest-images': nearestImages,
  'feature-map': featureMap,
  'feature-umap': featureUmap,
  'own-page': ownPage,
  'saved-model': savedModel,
  stress,
};
