import type { ModelShape } from '../../lab/model-shape.ts';

/** An array in a golden file: float32, little endian, base64, in PyTorch's layout. */
export interface PackedArray {
  readonly shape: readonly number[];
  readonly float32: string;
}

/** The figures that a golden file gives for what follows from its images, labels and weights. */
interface GoldenFigures {
  readonly train_logits: readonly number[];
  readonly bce_loss: number;
  readonly gradient_norms: Readonly<Record<string, number>>;
  readonly sgd: {
    readonly lr: number;
    readonly losses: readonly number[];
    readonly eval_logits: readonly number[];
  };
  readonly pesg: {
    readonly lr: number;
    readonly margin: number;
    readonly momentum: number;
    readonly weight_decay: number;
    readonly epoch_decay: number;
    readonly version: 'v1' | 'v2';
    readonly reference: string;
    readonly update_regularizer: { readonly after_step: number; readonly factor: number };
    readonly trace: readonly PesgFigures[];
  };
}

/** What a golden file tells of one PESG step. */
export interface PesgFigures {
  readonly loss: number;
  readonly a: number;
  readonly b: number;
  readonly alpha: number;
}

/** A golden file `resnet18-….json` as make.py writes it. */
export interface ModelFile extends GoldenFigures {
  readonly dims: 2 | 3;
  readonly stem: 'imagenet' | 'small';
  readonly width: number;
  readonly channels: number;
  readonly x: PackedArray;
  readonly y: readonly number[];
  readonly parameters: Readonly<Record<string, PackedArray>>;
  readonly gradients: Readonly<Record<string, PackedArray>>;
  readonly running: Readonly<Record<string, readonly [PackedArray, PackedArray]>>;
}

/** A golden file with its arrays in the layouts of this project. */
export interface GoldenCase {
  readonly shape: ModelShape;
  /** [N, (D,) H, W, C] */
  readonly images: NamedArray;
  readonly labels: Uint8Array;
  /** Weights at the start, by PyTorch name. */
  readonly parameters: ReadonlyMap<string, NamedArray>;
  readonly figures: GoldenFigures;
  /** Some gradients of the first pass, whole. */
  readonly gradients: ReadonlyMap<string, Float32Array>;
  /** Some running statistics after the first pass, by the names of ResNet18.statistics. */
  readonly statistics: ReadonlyMap<string, Float32Array>;
}

interface NamedArray {
  readonly shape: number[];
  readonly values: Float32Array;
}

export function unpackCase(file: ModelFile): GoldenCase {
  if (file.pesg.reference !== 'zeros') {
    throw new Error(`A reference point "${file.pesg.reference}" is not known to these tests.`);
  }
  const { dims, stem, width, channels, x, y, parameters, gradients, running, ...figures } = file;
  return {
    shape: { dims, stem, width, channels, outputs: 1 },
    images: channelsLast(x),
    labels: Uint8Array.from(y),
    parameters: new Map(Object.entries(parameters).map(([name, packed]) => [name, fromTorchWeight(packed)])),
    figures,
    gradients: new Map(
      Object.entries(gradients).map(([name, packed]) => [name, fromTorchWeight(packed).values]),
    ),
    statistics: new Map(
      Object.entries(running).flatMap(([name, [mean, variance]]) => [
        [`${name}.running_mean`, unpack(mean)],
        [`${name}.running_var`, unpack(variance)],
      ]),
    ),
  };
}

function unpack({ shape, float32 }: PackedArray): Float32Array {
  const values = new Float32Array(Uint8Array.from(atob(float32), (letter) => letter.charCodeAt(0)).buffer);
  const length = shape.reduce((product, edge) => product * edge, 1);
  if (values.length !== length) throw new Error(`${values.length} values for the shape [${shape}].`);
  return values;
}

/** [O, I, k..] -> [k.., I, O] and [O, I] -> [I, O]; vectors stay. */
function fromTorchWeight(packed: PackedArray): NamedArray {
  const axes = packed.shape.map((_, axis) => axis);
  return transposed(packed, axes.length === 1 ? axes : [...axes.slice(2), 1, 0]);
}

/** [N, C, spatial..] -> [N, spatial.., C] */
function channelsLast(packed: PackedArray): NamedArray {
  const axes = packed.shape.map((_, axis) => axis);
  return transposed(packed, [0, ...axes.slice(2), 1]);
}

/** @param order which axis of the source becomes each axis of the result */
function transposed(packed: PackedArray, order: readonly number[]): NamedArray {
  const source = unpack(packed);
  const strides = packed.shape.map((_, axis) =>
    packed.shape.slice(axis + 1).reduce((product, edge) => product * edge, 1),
  );
  const shape = order.map((axis) => packed.shape[axis]!);
  const values = Float32Array.from(source, (_, place) => {
    let rest = place;
    let from = 0;
    for (let axis = order.length - 1; axis >= 0; axis--) {
      from += (rest % shape[axis]!) * strides[order[axis]!]!;
      rest = Math.floor(rest / shape[axis]!);
    }
    return source[from]!;
  });
  return { shape, values };
}
