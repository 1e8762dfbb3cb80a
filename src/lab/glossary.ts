/** One sentence for each term a newcomer meets outside the recipe's own fields. */
export const GLOSSARY = {
  auc: 'Area under the ROC curve: how often the model ranks a positive image above a negative one; 0.5 is guessing, 1 is perfect.',
  acc: 'Accuracy: the share of images whose most likely class is the right one; with unequal classes a high value can mean little.',
  roc: 'For each threshold: the share of positives found against the share of negatives that are false alarms.',
  precisionRecall:
    'For each threshold: of the images called positive, the share that are, against the share of positives found. Unlike the ROC curve it sinks where positives are rare.',
  confusion: 'How many images of each class are called which class.',
  sensitivity: 'Of the images of a class, the share that is found; also called recall.',
  specificity: 'Of all other images, the share that is not called so.',
  precision: 'Of the images called so, the share that is.',
  f1: 'Harmonic mean of sensitivity and precision: high only where both are.',
  balancedAccuracy: 'Mean of the sensitivities: each class counts the same, however few its images are.',
  majority: 'What is reached by giving the commonest answer every time, without looking.',
  threshold: 'From which score on an image is called positive.',
  youden: 'The threshold with the largest sensitivity + specificity − 1 (Youden 1950).',
  calibration: 'Whether of the images with a score of 0.8, say, 80 % are positive.',
  ece: 'Expected calibration error: how far promised and kept shares are apart, on average over the images.',
  debiased:
    'Root of the mean squared distance, less what chance adds to it in groups of this size (Bröcker 2012; Kumar et al. 2019).',
  brier: 'Mean squared error of the probabilities; 0 is perfect.',
  temperature:
    'One number by which all logits are divided, chosen on validation: it mends scores that are too sure, and changes no order of two classes.',
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
