import {
  blockUntilReady,
  defaultDevice,
  init,
  type Array as JaxArray,
  lax,
  numpy as np,
  valueAndGrad,
} from '@jax-js/jax';
import { EDGE } from '../../src/lab/bench/step-cases.ts';
import type { ModelShape } from '../../src/lab/model-shape.ts';
import type { PreparedStep } from '../../src/worker/bench/prepare-step.ts';

type Weights = JaxArray[];

/**
 * The nearest network that jax-js expresses: the same layers, without running statistics, with the binary
 * cross-entropy and plain SGD in place of the AUC margin loss and PESG (less work than ours), and with 2×2 max pooling
 * where ours is 3×3 with padding, as its reduceWindow takes none.
 */
export async function prepareJaxStep(
  { dims, stem, width, channels, outputs }: ModelShape,
  batch: number,
  device: 'wasm' | 'webgpu' = 'wasm',
): Promise<PreparedStep> {
  await init(device);
  defaultDevice(device);
  const random = (shape: number[], scale: number) => {
    const size = shape.reduce((product, length) => product * length, 1);
    return np
      .array(Float32Array.from({ length: size }, () => (Math.random() * 2 - 1) * scale))
      .reshape(shape);
  };
  const weights: Weights = [];
  const addConvolution = (edge: number, input: number, output: number) => {
    const kernel = new Array<number>(dims).fill(edge);
    weights.push(random([output, input, ...kernel], Math.sqrt(6 / (output * edge ** dims))));
    weights.push(np.ones([output]), np.zeros([output]));
  };
  addConvolution(stem === 'imagenet' ? 7 : 3, channels, width);
  const blocks: { stride: number; projected: boolean }[] = [];
  let input = width;
  for (let stage = 0; stage < 4; stage++) {
    const output = width * 2 ** stage;
    for (const place of [0, 1]) {
      const stride = stage > 0 && place === 0 ? 2 : 1;
      const projected = input !== output;
      addConvolution(3, input, output);
      addConvolution(3, output, output);
      if (projected) addConvolution(1, input, output);
      blocks.push({ stride, projected });
      input = output;
    }
  }
  weights.push(random([input, outputs], 1 / Math.sqrt(input)));
  const axes = [0, ...Array.from({ length: dims }, (_, axis) => axis + 2)];
  const spread = [1, -1, ...new Array<number>(dims).fill(1)];

  const loss = (weights: Weights, x: JaxArray, targets: JaxArray): JaxArray => {
    let next = 0;
    const take = () => weights[next++]!;
    const convolveNormalise = (
      x: JaxArray,
      edge: number,
      stride: number,
      relu: boolean,
      residual?: JaxArray,
    ) => {
      const pad = (edge - 1) / 2;
      const padding = new Array<[number, number]>(dims).fill([pad, pad]);
      const y = lax.convGeneralDilated(x, take(), new Array<number>(dims).fill(stride), padding);
      const centred = y.ref.sub(np.mean(y, axes, { keepdims: true }));
      const variance = np.mean(centred.ref.mul(centred.ref), axes, { keepdims: true });
      const normalised = centred
        .div(np.sqrt(variance.add(1e-5)))
        .mul(take().reshape(spread))
        .add(take().reshape(spread));
      const sum = residual ? normalised.add(residual) : normalised;
      return relu ? np.maximum(sum, 0) : sum;
    };
    let hidden = convolveNormalise(x, stem === 'imagenet' ? 7 : 3, stem === 'imagenet' ? 2 : 1, true);
    if (stem === 'imagenet') hidden = poolHalves(hidden, dims);
    for (const { stride, projected } of blocks) {
      const shortcut = hidden.ref;
      const inner = convolveNormalise(hidden, 3, stride, true);
      // The order of the weights is first, second, shortcut; the second needs the shortcut's result.
      const second = [take(), take(), take()];
      const residual = projected ? convolveNormalise(shortcut, 1, stride, false) : shortcut;
      const after = next;
      weights.splice(next, 0, ...second);
      hidden = convolveNormalise(inner, 3, 1, true, residual);
      weights.splice(after, 3);
      next = after;
    }
    const pooled = np.mean(hidden, axes.slice(1));
    const logits = np.matmul(pooled, take());
    const softplus = np.log(np.exp(logits.ref).add(1));
    return np.mean(softplus.sub(logits.mul(targets)));
  };

  const step = valueAndGrad(loss);
  const pixels = random([batch, channels, ...new Array<number>(dims).fill(EDGE)], 1);
  const targets = np.array(Float32Array.from({ length: batch }, (_, i) => i % 2)).reshape([batch, 1]);
  return {
    async run() {
      const start = performance.now();
      const [value, gradients] = step(
        weights.map((weight) => weight.ref),
        pixels.ref,
        targets.ref,
      ) as [JaxArray, Weights];
      gradients.forEach((gradient, index) => {
        weights[index] = weights[index]!.sub(gradient.mul(1e-3));
      });
      await blockUntilReady([value, ...weights.map((weight) => weight.ref)]);
      const elapsed = performance.now() - start;
      value.dispose();
      return elapsed;
    },
    dispose() {
      for (const array of [...weights, pixels, targets]) array.dispose();
    },
  };
}

/** Max pooling with windows of two: the even and the odd pixels of each axis in turn. */
function poolHalves(x: JaxArray, dims: number): JaxArray {
  let pooled = x;
  for (let axis = 2; axis < 2 + dims; axis++) {
    const shape = pooled.shape;
    const split = [...shape.slice(0, axis), shape[axis]! / 2, 2, ...shape.slice(axis + 1)];
    pooled = np.max(pooled.reshape(split), axis + 1);
  }
  return pooled;
}
