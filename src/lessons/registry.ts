import accuracy from './accuracy.md?raw';
import augmentation from './augmentation.md?raw';
import balancing from './balancing.md?raw';
import labDeepAuc from './lab-deep-auc.md?raw';
import labPneumoniaThreshold from './lab-pneumonia-threshold.md?raw';
import labSeedStudy from './lab-seed-study.md?raw';
import labSkinAugmentation from './lab-skin-augmentation.md?raw';
import labSkinBaseline from './lab-skin-baseline.md?raw';
import leak from './leak.md?raw';
import margin from './margin.md?raw';
import robustness from './robustness.md?raw';
import shortcut from './shortcut.md?raw';
import wrongLabels from './wrong-labels.md?raw';

/** The texts of all lessons and labs, by the name that a link has; in the order in which they are offered. */
export const LESSON_TEXTS: Readonly<Record<string, string>> = {
  accuracy,
  balancing,
  augmentation,
  robustness,
  leak,
  margin,
  'wrong-labels': wrongLabels,
  shortcut,
  'lab-skin-augmentation': labSkinAugmentation,
  'lab-skin-baseline': labSkinBaseline,
  'lab-pneumonia-threshold': labPneumoniaThreshold,
  'lab-seed-study': labSeedStudy,
  'lab-deep-auc': labDeepAuc,
};
