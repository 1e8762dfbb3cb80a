/**
 * What a draw of an augmentation does to an image, so plain that a backend's kernel can do it: with the arithmetic and the
 * roundings of the augmentation's own `apply`, to the bit.
 */
export type PixelChange =
  /** Mirrored along one spatial axis; 0 is the slowest. */
  | { readonly kind: 'mirror'; readonly axis: number }
  /** Every plane turned about its centre (rotation.ts). */
  | { readonly kind: 'rotate'; readonly sine: number; readonly cosine: number }
  /** `sigma` times a normal draw added to each pixel, in order, from a stream of which nothing was drawn before. */
  | { readonly kind: 'noise'; readonly sigma: number; readonly seed: number };
