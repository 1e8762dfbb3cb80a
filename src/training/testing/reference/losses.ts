export const sigmoid = (logit: number) => 1 / (1 + Math.exp(-logit));

/** Mean binary cross-entropy of one logit an image, and its gradient. */
export function bce(logits: Float64Array, labels: ArrayLike<number>) {
  let sum = 0;
  const dLogits = logits.map((logit, image) => {
    sum += Math.max(logit, 0) - logit * labels[image]! + Math.log1p(Math.exp(-Math.abs(logit)));
    return (sigmoid(logit) - labels[image]!) / logits.length;
  });
  return { value: sum / logits.length, dLogits };
}

export interface AucMarginState {
  readonly a: number;
  readonly b: number;
  readonly alpha: number;
}

/** The AUC margin loss of one score in (0, 1) an image (Yuan et al., ICCV 2021; numerics.md), and its gradients. */
export function aucMargin(
  scores: Float64Array,
  labels: ArrayLike<number>,
  { a, b, alpha }: AucMarginState,
  { margin, version }: { readonly margin: number; readonly version: 'v1' | 'v2' },
) {
  const count = scores.length;
  const positives = Array.from(labels).filter((label) => label === 1).length;
  const share = positives / count;
  const v1 = version === 'v1';
  const weightPositive = v1 ? (1 - share) / count : 1 / positives;
  const weightNegative = v1 ? share / count : 1 / (count - positives);
  const q = v1 ? share * (1 - share) : 1;
  let [value, dA, dB, gap] = [0, 0, 0, q * margin];
  const dScores = scores.map((score, image) => {
    const positive = labels[image] === 1;
    const weight = positive ? weightPositive : weightNegative;
    const distance = score - (positive ? a : b);
    const side = positive ? -1 : 1;
    value += weight * distance ** 2;
    gap += side * weight * score;
    if (positive) dA -= 2 * weight * distance;
    else dB -= 2 * weight * distance;
    return 2 * weight * (distance + side * alpha);
  });
  value += 2 * alpha * gap - q * alpha ** 2;
  return { value, dScores, dA, dB, dAlpha: 2 * gap - 2 * q * alpha };
}
