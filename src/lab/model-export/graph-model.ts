import { integerPower } from '../exact-math.ts';
import { littleEndian } from './little-endian.ts';
import { BATCH_NORM_EPSILON, IMAGE, INPUT, LOGITS, type NetStep, SCORES } from './net-step.ts';
import { NET_STEPS } from './steps.ts';
import { arrayOf, fromTorchLayout, type TrainedNet } from './trained-net.ts';

/** A file of weights beside the graph, as `tf.loadGraphModel` fetches it. */
export const WEIGHTS_FILE = 'weights.bin';

interface Constant {
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
}

interface Node {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
  readonly attr?: Readonly<Record<string, unknown>>;
}

/**
 * The net as a TensorFlow.js graph model: `model.json` and its weights. Input `image` is pixels in [0, 1], [N, (depth,)
 * height, width, channels]; outputs `logits` and `scores` [N, outputs]. A batch-norm is a scale and a shift here, as
 * TensorFlow has none for volumes.
 */
export function toGraphModel(
  net: TrainedNet,
  notes: Readonly<Record<string, string>>,
): { readonly model: string; readonly weights: Uint8Array<ArrayBuffer> } {
  const { shape, size, input, activation } = net;
  const constants = new Map<string, Constant>();
  const nodes: Node[] = [];
  const add = (node: Node): string => {
    nodes.push(node);
    return node.name;
  };
  const constant = (name: string, values: Float32Array | Int32Array, edges: readonly number[]): string => {
    constants.set(name, { shape: edges, values });
    const type = values instanceof Int32Array ? 'DT_INT32' : 'DT_FLOAT';
    const tensorShape = { dim: edges.map((edge) => ({ size: String(edge) })) };
    return add({
      name,
      op: 'Const',
      attr: { dtype: { type }, value: { tensor: { dtype: type, tensorShape } } },
    });
  };
  const vector = (name: string, values: readonly number[]) =>
    constant(name, Float32Array.from(values), [values.length]);
  /** scale · x + shift, by channel. */
  const scaled = (
    name: string,
    of: string,
    { scale, shift }: { scale: readonly number[]; shift: readonly number[] },
  ) =>
    add({
      name,
      op: 'AddV2',
      input: [
        add({ name: `${name}/scaled`, op: 'Mul', input: [of, vector(`${name}/scale`, scale)], attr: FLOATS }),
        vector(`${name}/shift`, shift),
      ],
      attr: FLOATS,
    });
  const padded = (name: string, of: string, pad: number) => {
    if (pad === 0) return of;
    const inside = Array.from({ length: shape.dims }, () => [pad, pad]);
    const pads = Int32Array.from([[0, 0], ...inside, [0, 0]].flat());
    const around = constant(`${name}/pads`, pads, [shape.dims + 2, 2]);
    return add({ name: `${name}/padded`, op: 'Pad', input: [of, around], attr: FLOATS });
  };
  const volume = shape.dims === 3;
  const windowed = (edge: number) => list([1, ...new Array<number>(shape.dims).fill(edge), 1]);
  const layout = { s: base64(volume ? 'NDHWC' : 'NHWC') };

  const addStep = (step: NetStep): string => {
    const { name, of } = step;
    switch (step.kind) {
      case 'convolution': {
        const kernel = fromTorchLayout(arrayOf(net, `${name}.weight`));
        return add({
          name,
          op: volume ? 'Conv3D' : 'Conv2D',
          input: [padded(name, of, step.pad), constant(`${name}/weight`, kernel.values, kernel.shape)],
          attr: {
            ...FLOATS,
            strides: windowed(step.stride),
            dilations: windowed(1),
            padding: VALID,
            data_format: layout,
          },
        });
      }
      case 'max-pool':
        // What is pooled has gone through a ReLU: a zero beside it is never the largest alone.
        return add({
          name,
          op: volume ? 'MaxPool3D' : 'MaxPool',
          input: [padded(name, of, step.pad)],
          attr: {
            ...FLOATS,
            ksize: windowed(step.edge),
            strides: windowed(step.stride),
            padding: VALID,
            data_format: layout,
          },
        });
      case 'batch-norm':
        return scaled(name, of, affineOf(net, name));
      case 'relu':
        return add({ name, op: 'Relu', input: [of], attr: FLOATS });
      case 'sum':
        return add({ name, op: 'AddV2', input: [of, step.and], attr: FLOATS });
      case 'mean': {
        const axes = Int32Array.from({ length: shape.dims }, (_, axis) => axis + 1);
        return add({
          name,
          op: 'Mean',
          input: [of, constant(`${name}/axes`, axes, [axes.length])],
          attr: { ...FLOATS, keep_dims: { b: false } },
        });
      }
      case 'flatten': {
        const values = integerPower(size, shape.dims) * shape.channels;
        const row = constant(`${name}/shape`, Int32Array.of(-1, values), [2]);
        return add({ name, op: 'Reshape', input: [of, row], attr: FLOATS });
      }
      case 'linear': {
        const weight = fromTorchLayout(arrayOf(net, `${name}.weight`));
        const product = add({
          name: `${name}/product`,
          op: 'MatMul',
          input: [of, constant(`${name}/weight`, weight.values, weight.shape)],
          attr: { ...FLOATS, transpose_a: { b: false }, transpose_b: { b: false } },
        });
        const bias = arrayOf(net, `${name}.bias`);
        return add({
          name,
          op: 'AddV2',
          input: [product, constant(`${name}/bias`, bias.values, bias.shape)],
          attr: FLOATS,
        });
      }
    }
  };

  const edges = [-1, ...new Array<number>(shape.dims).fill(size), shape.channels];
  const imageShape = { dim: edges.map((edge) => ({ size: String(edge) })) };
  add({ name: IMAGE, op: 'Placeholder', attr: { dtype: FLOAT, shape: { shape: imageShape } } });
  scaled(INPUT, IMAGE, { scale: input.scale, shift: input.offset });
  for (const step of NET_STEPS[net.model](shape)) addStep(step);
  add({ name: 'logits', op: 'Identity', input: [LOGITS], attr: FLOATS });
  add({ name: SCORES, op: activation === 'sigmoid' ? 'Sigmoid' : 'Softmax', input: [LOGITS], attr: FLOATS });

  const outputShape = { dim: [{ size: '-1' }, { size: String(shape.outputs) }] };
  const told = (name: string, tensorShape: object) => ({ name: `${name}:0`, dtype: 'DT_FLOAT', tensorShape });
  const model = {
    format: 'graph-model',
    generatedBy: 'medmnist-lab',
    convertedBy: null,
    userDefinedMetadata: notes,
    signature: {
      inputs: { [IMAGE]: told(IMAGE, imageShape) },
      outputs: { logits: told('logits', outputShape), [SCORES]: told(SCORES, outputShape) },
    },
    modelTopology: { node: nodes, library: {}, versions: { producer: 1 } },
    weightsManifest: [
      {
        paths: [WEIGHTS_FILE],
        weights: [...constants].map(([name, { shape: edgesOf, values }]) => ({
          name,
          shape: edgesOf,
          dtype: values instanceof Int32Array ? 'int32' : 'float32',
        })),
      },
    ],
  };
  return {
    model: JSON.stringify(model),
    weights: joined([...constants.values()].map(({ values }) => values)),
  };
}

const FLOAT = { type: 'DT_FLOAT' };
const FLOATS = { T: FLOAT };
const VALID = { s: base64('VALID') };

/** Strings in a graph are base64 of their bytes. */
function base64(text: string): string {
  return btoa(text);
}

function list(values: readonly number[]) {
  return { list: { i: values.map(String) } };
}

/** γ (x − mean) / √(variance + ε) + β as scale · x + shift, worked out in float64. */
function affineOf(net: TrainedNet, name: string): { readonly scale: number[]; readonly shift: number[] } {
  const [gamma, beta, mean, variance] = ['weight', 'bias', 'running_mean', 'running_var'].map(
    (part) => arrayOf(net, `${name}.${part}`).values,
  ) as [Float32Array, Float32Array, Float32Array, Float32Array];
  const scale = Array.from(
    gamma,
    (value, channel) => value / Math.sqrt(variance[channel]! + BATCH_NORM_EPSILON),
  );
  return { scale, shift: scale.map((value, channel) => beta[channel]! - mean[channel]! * value) };
}

function joined(parts: readonly (Float32Array | Int32Array)[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let place = 0;
  for (const part of parts) {
    bytes.set(littleEndian(part), place);
    place += part.byteLength;
  }
  return bytes;
}
