import { PbfWriter } from 'pbf';
import { littleEndian } from './little-endian.ts';
import { BATCH_NORM_EPSILON, IMAGE, INPUT, LOGITS, type NetStep, SCORES } from './net-step.ts';
import { NET_STEPS } from './steps.ts';
import type { NetArray, TrainedNet } from './trained-net.ts';

/** Operator set of ONNX that the file asks for, and the version of its own format that came with it (ONNX 1.12). */
export const OPSET = 17;
const IR_VERSION = 8;

const FLOAT = 1;

/** Of onnx.proto3, AttributeProto.AttributeType. */
const ATTRIBUTE = { float: 1, int: 2, ints: 7 } as const;

type Attribute =
  | { readonly name: string; readonly float: number }
  | { readonly name: string; readonly int: number }
  | { readonly name: string; readonly ints: readonly number[] };

interface Node {
  readonly operator: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly attributes: readonly Attribute[];
}

/**
 * The net as an ONNX file (onnx.ai, onnx.proto3). Its input `image` is pixels in [0, 1], [N, channels, (depth,) height,
 * width]: the recipe's normalisation is its first step. Outputs: `logits` and `scores` [N, outputs].
 *
 * @param notes strings by name, for the file's `metadata_props`
 */
export function toOnnx(net: TrainedNet, notes: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
  const { shape, size, input, activation } = net;
  const places = new Array<number>(shape.dims).fill(1);
  const byChannel = (values: readonly number[]): NetArray => ({
    shape: [1, values.length, ...places],
    values: Float32Array.from(values),
  });
  const arrays = new Map([
    ...net.arrays,
    ['input.scale', byChannel(input.scale)],
    ['input.offset', byChannel(input.offset)],
  ]);
  const nodes: Node[] = [
    { operator: 'Mul', name: 'scaled', inputs: [IMAGE, 'input.scale'], attributes: [] },
    { operator: 'Add', name: INPUT, inputs: ['scaled', 'input.offset'], attributes: [] },
    ...NET_STEPS[net.model](shape).flatMap((step) => nodesOf(step, shape.dims)),
    { operator: 'Identity', name: 'logits', inputs: [LOGITS], attributes: [] },
    activation === 'sigmoid'
      ? { operator: 'Sigmoid', name: SCORES, inputs: [LOGITS], attributes: [] }
      : { operator: 'Softmax', name: SCORES, inputs: [LOGITS], attributes: [{ name: 'axis', int: 1 }] },
  ];
  const used = new Set(nodes.flatMap(({ inputs }) => inputs));
  const writer = new PbfWriter();
  writer.writeVarintField(1, IR_VERSION);
  writer.writeStringField(2, 'medmnist-lab');
  writer.writeMessage(7, writeGraph, {
    nodes,
    arrays: [...arrays].filter(([name]) => used.has(name)),
    input: [shape.channels, ...places.map(() => size)],
    outputs: shape.outputs,
  });
  writer.writeMessage(8, writeOperatorSet, OPSET);
  for (const [key, value] of Object.entries(notes)) writer.writeMessage(14, writeNote, { key, value });
  return writer.finish().slice() as Uint8Array<ArrayBuffer>;
}

/** The nodes of a step; the last of them gives what bears the step's name. */
function nodesOf(step: NetStep, dims: number): readonly Node[] {
  const { name, of } = step;
  const node = (operator: string, inputs: readonly string[], ...attributes: Attribute[]): Node => ({
    operator,
    name,
    inputs,
    attributes,
  });
  const each = (value: number, times = dims) => new Array<number>(times).fill(value);
  switch (step.kind) {
    case 'convolution':
    case 'max-pool':
      return [
        node(
          step.kind === 'convolution' ? 'Conv' : 'MaxPool',
          step.kind === 'convolution' ? [of, `${name}.weight`] : [of],
          { name: 'kernel_shape', ints: each(step.edge) },
          { name: 'strides', ints: each(step.stride) },
          { name: 'pads', ints: each(step.pad, 2 * dims) },
        ),
      ];
    case 'batch-norm':
      return [
        node(
          'BatchNormalization',
          [of, ...['weight', 'bias', 'running_mean', 'running_var'].map((part) => `${name}.${part}`)],
          { name: 'epsilon', float: BATCH_NORM_EPSILON },
        ),
      ];
    case 'relu':
      return [node('Relu', [of])];
    case 'sum':
      return [node('Add', [of, step.and])];
    case 'mean':
      return [
        { operator: 'GlobalAveragePool', name: `${name}.places`, inputs: [of], attributes: [] },
        node('Flatten', [`${name}.places`]),
      ];
    case 'flatten':
      // Ours are channels last.
      return [
        {
          operator: 'Transpose',
          name: `${name}.last`,
          inputs: [of],
          attributes: [{ name: 'perm', ints: [0, ...each(0).map((_, axis) => axis + 2), 1] }],
        },
        node('Flatten', [`${name}.last`]),
      ];
    case 'linear':
      return [node('Gemm', [of, `${name}.weight`, `${name}.bias`], { name: 'transB', int: 1 })];
  }
}

interface Graph {
  readonly nodes: readonly Node[];
  readonly arrays: readonly (readonly [string, NetArray])[];
  /** Channels and edges of an image. */
  readonly input: readonly number[];
  readonly outputs: number;
}

function writeGraph({ nodes, arrays, input, outputs }: Graph, writer: PbfWriter): void {
  for (const node of nodes) writer.writeMessage(1, writeNode, node);
  writer.writeStringField(2, 'net');
  for (const [name, array] of arrays) writer.writeMessage(5, writeTensor, { name, ...array });
  writer.writeMessage(11, writeValue, { name: IMAGE, shape: input });
  for (const name of ['logits', SCORES]) writer.writeMessage(12, writeValue, { name, shape: [outputs] });
}

function writeNode({ operator, name, inputs, attributes }: Node, writer: PbfWriter): void {
  for (const input of inputs) writer.writeStringField(1, input);
  writer.writeStringField(2, name);
  writer.writeStringField(3, name);
  writer.writeStringField(4, operator);
  for (const attribute of attributes) writer.writeMessage(5, writeAttribute, attribute);
}

function writeAttribute(attribute: Attribute, writer: PbfWriter): void {
  writer.writeStringField(1, attribute.name);
  if ('float' in attribute) {
    writer.writeFloatField(2, attribute.float);
    writer.writeVarintField(20, ATTRIBUTE.float);
  } else if ('int' in attribute) {
    writer.writeVarintField(3, attribute.int);
    writer.writeVarintField(20, ATTRIBUTE.int);
  } else {
    writer.writePackedVarint(8, [...attribute.ints]);
    writer.writeVarintField(20, ATTRIBUTE.ints);
  }
}

function writeTensor({ name, shape, values }: NetArray & { readonly name: string }, writer: PbfWriter): void {
  writer.writePackedVarint(1, [...shape]);
  writer.writeVarintField(2, FLOAT);
  writer.writeStringField(8, name);
  writer.writeBytesField(9, littleEndian(values));
}

/** An input or output of the graph, of any number of images. */
function writeValue(
  { name, shape }: { readonly name: string; readonly shape: readonly number[] },
  writer: PbfWriter,
): void {
  const writeEdge = (edge: number | null, of: PbfWriter) => {
    if (edge === null) of.writeStringField(2, 'N');
    else of.writeVarintField(1, edge);
  };
  const writeShape = (_: null, of: PbfWriter) => {
    for (const edge of [null, ...shape]) of.writeMessage(1, writeEdge, edge);
  };
  const writeTensorType = (_: null, of: PbfWriter) => {
    of.writeVarintField(1, FLOAT);
    of.writeMessage(2, writeShape, null);
  };
  writer.writeStringField(1, name);
  writer.writeMessage(2, (_: null, of: PbfWriter) => of.writeMessage(1, writeTensorType, null), null);
}

function writeOperatorSet(version: number, writer: PbfWriter): void {
  writer.writeStringField(1, '');
  writer.writeVarintField(2, version);
}

function writeNote({ key, value }: { key: string; value: string }, writer: PbfWriter): void {
  writer.writeStringField(1, key);
  writer.writeStringField(2, value);
}
