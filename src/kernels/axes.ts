/** One spatial axis of a convolution or a pooling; lengths in pixels. */
export interface Axis {
  readonly input: number;
  readonly output: number;
  readonly kernel: number;
  readonly stride: number;
  /** Zeros before the first pixel. */
  readonly pad: number;
}

/** Depth, height and width; in 2D the first has length 1. */
export type Axes = readonly [depth: Axis, height: Axis, width: Axis];

type Lengths<Side extends string> = {
  readonly [Name in `${'in' | 'out' | 'filter' | 'stride'}${Side}`]: number;
};

/** What tfjs works out of a convolution or a pooling over planes. */
type PlaneInfo = Lengths<'Height'> &
  Lengths<'Width'> & { readonly padInfo: { readonly top: number; readonly left: number } };

/** The same over volumes. */
type VolumeInfo = PlaneInfo & Lengths<'Depth'> & { readonly padInfo: { readonly front: number } };

export function axesOfPlane(info: PlaneInfo): Axes {
  return [{ input: 1, output: 1, kernel: 1, stride: 1, pad: 0 }, ...heightAndWidth(info)];
}

export function axesOfVolume(info: VolumeInfo): Axes {
  return [
    {
      input: info.inDepth,
      output: info.outDepth,
      kernel: info.filterDepth,
      stride: info.strideDepth,
      pad: info.padInfo.front,
    },
    ...heightAndWidth(info),
  ];
}

function heightAndWidth(info: PlaneInfo): readonly [Axis, Axis] {
  return [
    {
      input: info.inHeight,
      output: info.outHeight,
      kernel: info.filterHeight,
      stride: info.strideHeight,
      pad: info.padInfo.top,
    },
    {
      input: info.inWidth,
      output: info.outWidth,
      kernel: info.filterWidth,
      stride: info.strideWidth,
      pad: info.padInfo.left,
    },
  ];
}

/** One of the axes' numbers, in their order. */
export function along(axes: Axes, side: keyof Axis): [number, number, number] {
  return [axes[0][side], axes[1][side], axes[2][side]];
}

/** All numbers of a pooling's axes, side by side: input, output, kernel, stride, pad, of each axis in their order. */
export function numbersOf(axes: Axes): readonly number[] {
  return (['input', 'output', 'kernel', 'stride', 'pad'] as const).flatMap((side) => along(axes, side));
}

/** Number of positions of the map (or taps of the window). */
export function sizeAlong(axes: Axes, side: 'input' | 'output' | 'kernel'): number {
  return axes[0][side] * axes[1][side] * axes[2][side];
}

/** The layouts of tfjs that none of our kernels takes. */
export function isChannelsFirst(dataFormat: string | undefined): boolean {
  return dataFormat === 'NCHW' || dataFormat === 'NCDHW';
}
