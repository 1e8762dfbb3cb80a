import accuracy from './accuracy.md?raw';
import augmentation from './augmentation.md?raw';
import balancing from './balancing.md?raw';
import leak from './leak.md?raw';
import margin from './margin.md?raw';
import robustness from './robustness.md?raw';
import shortcut from './shortcut.md?raw';
import wrongLabels from './wrong-labels.md?raw';

/** The texts of all lessons, by the name that a link has; in the order in which they are offered. */
export const LESSON_TEXTS: Readonly<Record<string, string>> = {
  accuracy,
  balancing,
  augmentation,
  robustness,
  leak,
  margin,
  'wrong-labels': wrongLabels,
  shortcut,
};
