/** Cosine of the angle between two lists of one length; 0 where one of the two is nothing. */
export function cosine(one: Float32Array, other: Float32Array): number {
  let [product, length, otherLength] = [0, 0, 0];
  for (let at = 0; at < one.length; at++) {
    product += one[at]! * other[at]!;
    length += one[at]! * one[at]!;
    otherLength += other[at]! * other[at]!;
  }
  return length > 0 && otherLength > 0 ? product / Math.sqrt(length * otherLength) : 0;
}
