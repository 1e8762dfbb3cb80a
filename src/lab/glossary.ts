/** One sentence for each term a newcomer meets outside the recipe's own fields. */
export const GLOSSARY = {
  auc: 'Area under the ROC curve: how often the model ranks a positive image above a negative one; 0.5 is guessing, 1 is perfect.',
  acc: 'Accuracy: the share of images whose most likely class is the right one; with unequal classes a high value can mean little.',
  interval:
    'A range that would hold the true AUC in 95 of 100 such test sets (DeLong); overlapping ranges are no proof of a difference. There is none for a perfect ranking, or with fewer than three images of a class.',
  loss: 'What training makes smaller, batch by batch; only losses of the same kind can be compared by their height.',
  val: 'Validation: images the model does not learn from, scored after each epoch to choose the best one.',
  crossFitted:
    'Each half of the validation images is scored with the epoch that is best on the other half, so no image has a say in what scores it. Runs are compared by this.',
  bestVal:
    'The highest validation AUC of all epochs. It is a little too high, as the epoch is chosen on the images that score it.',
  test: 'Test: images opened once, after training, with the weights of the best epoch.',
  train: 'Training: the AUC over the batches as the model saw them, augmented and balanced.',
  epoch: 'One pass through the training images.',
  steps:
    'Batches trained on, each of which moves the weights once. Balancing and the share of the data change how many make an epoch.',
  bestEpoch: 'The epoch with the highest validation AUC; its weights are kept and scored on the test part.',
  balancing: 'What to do about classes of unequal size; the validation and test parts are never touched.',
  augmentation:
    'Random changes of the training images, drawn anew each epoch; validation and test stay as they are.',
  memory:
    'What the images, weights and gradients of the backend take between two steps, what they may take, and the most at once; a smaller batch or width takes less.',
  throughput: 'Images trained on per second, without evaluation.',
  published: 'Test AUC from the MedMNIST v2 paper: a reference, not measured here.',
  seedStudy: 'Test AUC from the study this lab grew from, one seed each: a reference, not measured here.',
  phantom: 'Made by a program from a seed: no patient, no licence, and no meaning beyond this page.',
  fingerprint: 'SHA-256 over pixels and labels: equal fingerprints are equal data.',
} as const;

export type GlossaryTerm = keyof typeof GLOSSARY;
