import { MOST_CLASSES } from '../label-values.ts';
import { z } from '../zod.ts';

/** A label of one image, as a row of SplitData.labels. */
export const labelRow = z
  .array(
    z
      .int()
      .min(0)
      .max(MOST_CLASSES - 1),
  )
  .min(1)
  .max(MOST_CLASSES);
