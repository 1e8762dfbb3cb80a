import { loadGraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import { InferenceSession, Tensor } from 'onnxruntime-web';
import { beforeAll, describe, expect, it } from 'vitest';
import { BATCH_NORM_EPSILON } from '../../kernels/batch-norm.ts';
import { registerCpuBackend } from '../../kernels/cpu/register.ts';
import { toGraphModel } from '../../lab/model-export/graph-model.ts';
import { BATCH_NORM_EPSILON as WRITTEN_EPSILON } from '../../lab/model-export/net-step.ts';
import { toOnnx } from '../../lab/model-export/onnx.ts';
import { toSafetensors } from '../../lab/model-export/safetensors.ts';
import type { TrainedNet } from '../../lab/model-export/trained-net.ts';
import type { ModelShape } from '../../lab/model-shape.ts';
import type { ModelName } from '../../lab/models/names.ts';
import { createRandom } from '../../lab/random.ts';
import { takeCheckpoint } from '../checkpoint.ts';
import { Linear } from './linear.ts';
import { netArrays } from './net-arrays.ts';
import { ResNet18 } from './resnet18.ts';
import { SmallCnn } from './small-cnn.ts';

beforeAll(async () => {
  registerCpuBackend();
  await tf.setBackend('cpu');
});

const NETWORKS = { 'resnet-18': ResNet18, 'small-cnn': SmallCnn, linear: Linear };

interface Case {
  readonly model?: ModelName;
  readonly shape: ModelShape;
  readonly size: number;
  readonly activation: 'sigmoid' | 'softmax';
}

const CASES: readonly (readonly [string, Case])[] = [
  ...(['small-cnn', 'linear'] as const).flatMap((model): (readonly [string, Case])[] => [
    [
      `colours, ${model}`,
      { model, shape: shapeOf({ channels: 3, outputs: 5 }), size: 12, activation: 'softmax' },
    ],
    [`volumes, ${model}`, { model, shape: shapeOf({ dims: 3 }), size: 7, activation: 'sigmoid' }],
  ]),
  [
    'a binary set',
    { shape: shapeOf({ stem: 'imagenet', channels: 1, outputs: 1 }), size: 28, activation: 'sigmoid' },
  ],
  [
    'colours and classes',
    { shape: shapeOf({ stem: 'small', channels: 3, outputs: 5 }), size: 16, activation: 'softmax' },
  ],
  [
    'labels',
    { shape: shapeOf({ stem: 'imagenet', channels: 1, outputs: 4 }), size: 20, activation: 'sigmoid' },
  ],
  [
    'slices as channels',
    { shape: shapeOf({ stem: 'imagenet', channels: 28, outputs: 2 }), size: 28, activation: 'softmax' },
  ],
  [
    'volumes',
    {
      shape: shapeOf({ dims: 3, stem: 'imagenet', channels: 1, outputs: 1 }),
      size: 16,
      activation: 'sigmoid',
    },
  ],
  [
    'volumes by the small stem',
    { shape: shapeOf({ dims: 3, stem: 'small', channels: 1, outputs: 3 }), size: 6, activation: 'softmax' },
  ],
];

function shapeOf(changes: Partial<ModelShape>): ModelShape {
  return { dims: 2, stem: 'imagenet', width: 4, channels: 1, outputs: 1, ...changes };
}

/** A net whose running statistics are no longer 0 and 1, some images, and what it makes of them. */
async function computed({ model: name = 'resnet-18', shape, size, activation }: Case) {
  const random = createRandom(5);
  const model = new NETWORKS[name](shape, 3, size);
  for (const [part, statistic] of model.statistics) {
    const isMean = part.endsWith('mean');
    const values = Float32Array.from({ length: statistic.size }, () =>
      isMean ? 0.3 * random.normal() : 0.5 + random.uniform(),
    );
    tf.tidy(() => statistic.assign(tf.tensor(values, statistic.shape)));
  }
  const input = {
    scale: Array.from({ length: shape.channels }, (_, channel) => 2 + channel / 10),
    offset: Array.from({ length: shape.channels }, (_, channel) => -1 + channel / 20),
  };
  const edges = new Array<number>(shape.dims).fill(size);
  const images = Float32Array.from({ length: 2 * size ** shape.dims * shape.channels }, () =>
    random.uniform(),
  );
  const logits: ArrayLike<number> = tf.tidy(() => {
    const pixels = tf.tensor(images, [2, ...edges, shape.channels]);
    return model
      .forward(tf.add(tf.mul(pixels, input.scale), input.offset), false)
      .dataSync()
      .slice();
  });
  const arrays = netArrays(model, await takeCheckpoint(model));
  model.dispose();
  const net: TrainedNet = { model: name, shape, size, arrays, activation, input };
  return { net, images, logits, edges };
}

function channelsFirst(images: Float32Array, { shape: { channels } }: TrainedNet): Float32Array {
  const places = images.length / 2 / channels;
  return Float32Array.from({ length: images.length }, (_, at) => {
    const [image, channel, place] = [
      Math.floor(at / (places * channels)),
      Math.floor(at / places) % channels,
      at % places,
    ];
    return images[(image * places + place) * channels + channel]!;
  });
}

function scoresOf(logits: ArrayLike<number>, { activation, shape }: TrainedNet): number[] {
  if (activation === 'sigmoid') return Array.from(logits, (logit) => 1 / (1 + Math.exp(-logit)));
  return Array.from(logits, (logit, at) => {
    const from = at - (at % shape.outputs);
    const row = Array.from(logits).slice(from, from + shape.outputs);
    return Math.exp(logit) / row.reduce((sum, other) => sum + Math.exp(other), 0);
  });
}

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(actual).toHaveLength(expected.length);
  const apart = Array.from(actual, (value, at) => Math.abs(value - expected[at]!));
  expect(Math.max(...apart)).toBeLessThan(1e-4);
}

describe.each(CASES)('a net of %s', (_, one) => {
  it('gives the same logits and scores in ONNX Runtime', async () => {
    const { net, images, logits, edges } = await computed(one);
    const session = await InferenceSession.create(toOnnx(net, { a: 'b' }));
    const image = new Tensor('float32', channelsFirst(images, net), [2, net.shape.channels, ...edges]);
    const outputs = await session.run({ image });
    expectClose(outputs.logits!.data as Float32Array, logits);
    expectClose(outputs.scores!.data as Float32Array, scoresOf(logits, net));
    await session.release();
  });

  it('gives the same logits and scores in TensorFlow.js, and leaves no tensor', async () => {
    const { net, images, logits, edges } = await computed(one);
    const before = tf.memory().numTensors;
    const { model, weights } = toGraphModel(net, {});
    const { modelTopology, weightsManifest, signature } = JSON.parse(model);
    const loaded = await loadGraphModel({
      load: async () => ({
        modelTopology,
        signature,
        weightSpecs: weightsManifest[0].weights,
        weightData: weights.buffer,
      }),
    });
    const image = tf.tensor(images, [2, ...edges, net.shape.channels]);
    const told = loaded.execute({ image }, ['logits', 'scores']) as tf.Tensor[];
    expectClose(told[0]!.dataSync(), logits);
    expectClose(told[1]!.dataSync(), scoresOf(logits, net));
    tf.dispose([image, ...told]);
    loaded.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('is read back from safetensors, to the bit', async () => {
    const { net } = await computed(one);
    const { arrays, notes } = read(toSafetensors(net, { licence: 'CC BY 4.0' }));
    expect(notes).toEqual({ format: 'pt', licence: 'CC BY 4.0' });
    for (const [name, { shape, values }] of net.arrays) {
      expect(arrays.get(name)).toEqual({ dtype: 'F32', shape, bytes: new Uint8Array(values.buffer) });
    }
  });
});

it('names the arrays as torchvision’s resnet18 does, in its order', async () => {
  const shape = shapeOf({ channels: 3, outputs: 1000, width: 2 });
  const model = new ResNet18(shape, 1);
  const net = {
    model: 'resnet-18',
    shape,
    size: 28,
    arrays: netArrays(model, await takeCheckpoint(model)),
    activation: 'softmax',
  } as const;
  model.dispose();
  const input = { scale: [1, 1, 1], offset: [0, 0, 0] };
  const names = [...read(toSafetensors({ ...net, input }, {})).arrays.keys()];
  const norm = (name: string) =>
    ['weight', 'bias', 'running_mean', 'running_var', 'num_batches_tracked'].map((part) => `${name}.${part}`);
  const blocks = [1, 2, 3, 4].flatMap((stage) =>
    [0, 1].flatMap((place) => {
      const block = `layer${stage}.${place}`;
      return [
        ...[`${block}.conv1.weight`, ...norm(`${block}.bn1`)],
        ...[`${block}.conv2.weight`, ...norm(`${block}.bn2`)],
        ...(stage > 1 && place === 0
          ? [`${block}.downsample.0.weight`, ...norm(`${block}.downsample.1`)]
          : []),
      ];
    }),
  );
  expect(names).toEqual(['conv1.weight', ...norm('bn1'), ...blocks, 'fc.weight', 'fc.bias']);
  expect(names).toHaveLength(122);
});

it('takes the batch-norm’s ε of the kernels', () => {
  expect(WRITTEN_EPSILON).toBe(BATCH_NORM_EPSILON);
});

/** By the format's own text: github.com/huggingface/safetensors, "Format". */
function read(file: Uint8Array) {
  const length = Number(new DataView(file.buffer).getBigUint64(0, true));
  expect((8 + length) % 8).toBe(0);
  const { __metadata__: notes, ...entries } = JSON.parse(
    new TextDecoder().decode(file.subarray(8, 8 + length)),
  );
  const values = file.subarray(8 + length);
  let end = 0;
  const arrays = new Map<string, { dtype: string; shape: number[]; bytes: Uint8Array }>();
  for (const [name, entry] of Object.entries(entries)) {
    const {
      dtype,
      shape,
      data_offsets: offsets,
    } = entry as {
      dtype: 'F32' | 'I64';
      shape: number[];
      data_offsets: [number, number];
    };
    // Without holes, and as long as its shape says.
    expect(offsets[0]).toBe(end);
    end = offsets[1];
    const bytes = values.slice(...offsets);
    expect(bytes).toHaveLength(
      shape.reduce((product, edge) => product * edge, 1) * { F32: 4, I64: 8 }[dtype],
    );
    arrays.set(name, { dtype, shape, bytes });
  }
  expect(end).toBe(values.length);
  return { arrays, notes };
}
