/** From here on an image is called somewhat like the mean, and like it. */
const SOMEWHAT = 0.3;
const LIKE = 0.7;

/** A correlation with a mean image in words, with the figure, for instance "unlike the average image (correlation −0.19)". */
export function likenessWords(correlation: number): string {
  const figure = correlation.toFixed(2).replace('-', '−');
  const words =
    correlation >= LIKE
      ? 'much like the average image'
      : correlation >= SOMEWHAT
        ? 'somewhat like the average image'
        : 'unlike the average image';
  return `${words} (correlation ${figure})`;
}
