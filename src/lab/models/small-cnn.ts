import { convolutionLayer } from './convolution-layer.ts';
import { halved, type Model } from './model.ts';

/** Three convolutions of 3^d with stride 2, each with twice the channels of the one before. */
export const SMALL_CNN_LAYERS = 3;

export const smallCnn: Model = {
  label: 'Small CNN',
  shortName: 'small CNN',
  stages: SMALL_CNN_LAYERS,
  parts: ['stage-1', 'stage-2', 'stage-3'],
  mapEdge: (_shape, size, stage) => halved(size, stage),
  layers: ({ dims, width, channels }, edge) =>
    Array.from({ length: SMALL_CNN_LAYERS }, (_, place) =>
      convolutionLayer(`conv${place + 1}`, {
        ...{ dims, kernel: 3, stride: 2, input: halved(edge, place) },
        channels: place === 0 ? channels : width * 2 ** (place - 1),
        ...{ outputs: width * 2 ** place, isFirst: place === 0 },
      }),
    ),
};
