/**
 * Labels of images in memory, [count, labelWidth]: a byte each as in the official files, two bytes where a set has more
 * classes than a byte tells apart.
 */
export type LabelValues = Uint8Array | Uint16Array;

/** Classes that a set may have: more are nearly always names or measured numbers. */
export const MOST_CLASSES = 1000;

/** Classes that a byte tells apart. */
const BYTE_CLASSES = 256;

/** Values that one label can have: labels that may come together are 0 or 1, however many stand side by side. */
export function valuesOfLabel(task: 'binary' | 'multi-class' | 'multi-label', classes: number): number {
  return task === 'multi-label' ? 2 : classes;
}

/** Zeros: `length` labels of so many values. */
export function emptyLabels(
  values: number,
  length: number,
): Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> {
  return values > BYTE_CLASSES ? new Uint16Array(length) : new Uint8Array(length);
}

/** Zeros: `length` labels as wide as `labels`. */
export function emptyLike(labels: LabelValues, length: number): LabelValues {
  return labels instanceof Uint16Array ? new Uint16Array(length) : new Uint8Array(length);
}

/** These labels, in bytes where the largest fits one. */
export function labelsOf(values: ArrayLike<number>): LabelValues {
  let most = 0;
  for (let at = 0; at < values.length; at++) most = Math.max(most, values[at]!);
  return most < BYTE_CLASSES ? Uint8Array.from(values) : Uint16Array.from(values);
}

/** These labels, as wide as labels of so many values are: the parts of a set are alike, whatever their own largest is. */
export function widened(labels: LabelValues, values: number): LabelValues {
  const wide = emptyLabels(values, labels.length);
  wide.set(labels);
  return wide;
}

/** The bytes of labels as files hold them, two-byte ones little-endian; no copy. */
export function labelBytes({ buffer, byteOffset, byteLength }: LabelValues): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
