import { type ConvolutionLayer, convolutionLayer } from './convolution-layer.ts';
import { halved, type Model } from './model.ts';

export const resnet18: Model = {
  label: 'ResNet-18',
  shortName: 'ResNet-18',
  stages: 4,
  parts: ['stem', 'stage-1', 'stage-2', 'stage-3', 'stage-4'],
  mapEdge: ({ stem }, size, stage) => halved(size, (stem === 'imagenet' ? 2 : 0) + stage - 1),
  layers: ({ dims, stem, width, channels }, edge) => {
    const imagenet = stem === 'imagenet';
    const first = convolutionLayer('stem', {
      ...{ dims, kernel: imagenet ? 7 : 3, stride: imagenet ? 2 : 1, input: edge },
      ...{ channels, outputs: width, isFirst: true },
    });
    const layers: ConvolutionLayer[] = [first];
    // The max-pooling behind the ImageNet stem halves the map once more.
    let input = imagenet ? Math.ceil(first.output / 2) : first.output;
    const add = (place: string, kernel: number, stride: number, from: number, to: number, count: number) => {
      const layer = convolutionLayer(place, {
        dims,
        kernel,
        stride,
        input,
        channels: from,
        outputs: to,
        count,
      });
      layers.push(layer);
      return layer;
    };
    add('stage1', 3, 1, width, width, 4);
    for (let stage = 1; stage < 4; stage++) {
      const [from, to] = [width * 2 ** (stage - 1), width * 2 ** stage];
      const place = `stage${stage + 1}`;
      const strided = add(place, 3, 2, from, to, 1);
      add(place, 1, 2, from, to, 1);
      input = strided.output;
      add(place, 3, 1, to, to, 3);
    }
    return layers;
  },
};
