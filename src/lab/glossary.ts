/** One sentence for each term a newcomer meets outside the recipe's own fields. */
export const GLOSSARY = {
  auc: 'Area under the ROC curve: how often the model ranks a positive image above a negative one; 0.5 is guessing, 1 is perfect.',
  acc: 'Accuracy: the share of images that are called rightly. Where one class is rare, a high value can mean little.',
  roc: 'For each threshold: the share of positives found against the share of negatives that are false alarms.',
  precisionRecall:
    'For each threshold: the share of right calls among the images called positive, against the share of positives found. Unlike the ROC curve, it lies lower where positives are rare.',
  confusion: 'A table of how many images of each class the model takes for which class.',
  sensitivity: 'Of the images of a class, the share that is found; also called recall.',
  specificity: 'Of the images of all other classes, the share that is not taken for this class.',
  precision: 'Of the images taken for a class, the share that really is of it.',
  f1: 'Harmonic mean of sensitivity and precision: high only where both are.',
  balancedAccuracy: 'Mean of the sensitivities: each class counts the same, however few its images are.',
  lazyModel:
    'A model that never looks at an image and always gives the commonest answer: a trained one has to be right more often.',
  threshold: 'From which score on an image is called positive.',
  youden: 'The threshold with the largest sensitivity + specificity − 1 (Youden 1950).',
  calibration:
    'Whether a score can be read as a chance: of the images scored 0.8, about 80 % should be positive.',
  ece: 'Expected calibration error: how far the scores are from the share of images that is positive, on average; 0 is perfect.',
  debiased:
    'How far the scores are from the share of images that is positive, as a root mean square, less what chance alone adds in groups of this size (Bröcker 2012; Kumar et al. 2019).',
  brier: 'Mean squared error of the probabilities; 0 is perfect.',
  temperature:
    'One number that all logits are divided by, chosen on validation. It makes scores that are too sure milder; with two classes, the order of the images stays.',
  interval:
    'A range that would hold the true AUC in 95 of 100 such test sets (DeLong); overlapping ranges are no proof of a difference. There is none for a perfect ranking, or with fewer than three images of a class.',
  loss: 'What training makes smaller, batch by batch; only losses of the same kind can be compared by their height.',
  val: 'Validation: images the model does not learn from, scored after each epoch to choose the best one.',
  crossFitted:
    'Each half of the validation images is scored with the epoch that is best on the other half, so no image helps to choose the epoch that scores it. Runs are compared by this.',
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
    'Memory for images, weights and gradients: in use between two steps, the limit, and the most at once. A smaller batch or width needs less.',
  throughput: 'Images trained on per second, without evaluation.',
  published: 'Test AUC from the MedMNIST v2 paper: a reference, not measured here.',
  seedStudy: 'Test AUC from the study this lab grew from, one seed each: a reference, not measured here.',
  phantom: 'Made by a program from a seed: no patient, no licence, and no meaning beyond this page.',
  fingerprint: 'SHA-256 over pixels and labels: equal fingerprints are equal data.',
} as const;

export type GlossaryTerm = keyof typeof GLOSSARY;

interface Word {
  readonly word: string;
  readonly says: string;
  /** Other forms that stand for it in a text, each as a regular expression; the word itself and its plural always do. */
  readonly forms?: readonly string[];
}

/** Words of the page for who looks them up: in the help, and in the box of commands. By the alphabet. */
export const WORD_LIST: readonly Word[] = [
  { word: 'AUC', says: GLOSSARY.auc },
  {
    word: 'AUC margin loss',
    forms: ['margin'],
    says: 'Pushes positives above negatives by a margin, which is what the AUC counts (Yuan et al. 2021); a and b are the scores that it aims at for the two classes.',
  },
  { word: 'Augmentation', says: GLOSSARY.augmentation, forms: ['augment(ed|s)?'] },
  {
    word: 'Backend',
    says: 'What computes: the graphics processor (WebGPU) or all cores of the main processor (SIMD).',
  },
  { word: 'Balancing', says: GLOSSARY.balancing, forms: ['balanced?'] },
  {
    word: 'Batch',
    forms: ['batches'],
    says: 'Some images that the model learns from at once; after each, the weights move a little.',
  },
  { word: 'Calibration', says: GLOSSARY.calibration, forms: ['calibrated'] },
  { word: 'Confusion matrix', says: GLOSSARY.confusion },
  {
    word: 'Cross-entropy',
    says: 'The usual loss: it asks for the probability of the right class of each image.',
  },
  { word: 'Cross-fitted', says: GLOSSARY.crossFitted },
  {
    word: 'DeLong interval',
    says: 'A range for the AUC that comes from the images alone (DeLong et al. 1988): another 100 such sets of images would give an AUC within it about 95 times.',
  },
  { word: 'ECE', says: GLOSSARY.ece },
  {
    word: 'Edition',
    says: 'A named list of changes to the data (images left out, labels changed) that a recipe can train on.',
  },
  { word: 'Epoch', says: GLOSSARY.epoch },
  {
    word: 'False alarm',
    says: 'An image of another class, or a healthy one, that the model calls a finding.',
  },
  { word: 'Film', says: 'An X-ray image, here of the chest: what is dense is bright, and air is dark.' },
  {
    word: 'Fold',
    says: 'One of several equal shares of the images; each model is trained on the others and scored on its own, so every image is judged by a model that never saw it.',
  },
  {
    word: 'Grad-CAM',
    says: 'A map of the places in an image that raised the score of a class; it is coarse, as the last layers of the model are.',
  },
  {
    word: 'Interval (95 %)',
    says: 'The range in which a figure would lie for 95 of 100 such sets of images: the wider, the less it is known.',
    forms: ['95 %', 'intervals?'],
  },
  { word: 'Lazy model', says: GLOSSARY.lazyModel },
  {
    word: 'Leak',
    forms: ['leaky'],
    says: 'An image that is in the training part and in another part as well, so that its score there tests nothing.',
  },
  {
    word: 'Likeness (cosine)',
    says: 'How alike two images are to the model: 1 is the same direction of its features, 0 nothing in common.',
  },
  { word: 'Loss', says: GLOSSARY.loss },
  {
    word: 'Optimizer',
    says: 'The rule by which training moves the weights of the model, batch by batch, so that the loss falls.',
  },
  {
    word: 'Overfitting',
    says: 'Training gets better while validation does not: the model learns the images by heart.',
  },
  {
    word: 'PESG',
    says: 'The optimizer of the AUC margin loss: beside the weights it learns a, b and how much the margin counts.',
  },
  { word: 'Phantom', says: GLOSSARY.phantom },
  { word: 'Recall', says: 'Of the images of a class, the share that is found; also called sensitivity.' },
  {
    word: 'Recipe',
    says: 'All choices that decide a run; the same recipe on the same data gives the same curve.',
  },
  {
    word: 'ResNet-18',
    says: 'A neural network with 18 layers (He et al. 2015), of the kind that is much used on images; here with fewer weights in each.',
  },
  { word: 'ROC curve', says: GLOSSARY.roc },
  {
    word: 'Seal',
    forms: ['sealed'],
    says: 'Keeps test scores closed until you open them, so that no choice is made by them; each opening is counted.',
  },
  {
    word: 'Seed',
    says: 'The number that all chance in a run comes from: the same seed gives the same run, and other seeds show how much of a difference is luck.',
  },
  { word: 'Sensitivity', says: GLOSSARY.sensitivity },
  { word: 'Specificity', says: GLOSSARY.specificity },
  {
    word: 'Starting weights',
    says: 'What the model begins with: random numbers, or the weights of another run or file, all of them or without the head.',
  },
  {
    word: 'Stem',
    says: 'The first layer of the model: the large one for photographs (imagenet), or a small one that keeps small images sharp.',
  },
  {
    word: 'Study',
    says: 'Several recipes, each trained with several seeds. Its verdict names a winner only where the difference is more than luck.',
  },
  { word: 'Temperature', says: GLOSSARY.temperature },
  {
    word: 'Test part',
    says: GLOSSARY.test.replace('Test: images', 'Images'),
    forms: ['test (auc|films?|images?)'],
  },
  { word: 'Threshold', says: GLOSSARY.threshold },
  { word: 'Validation', says: GLOSSARY.val.replace('Validation: images', 'Images') },
];
