import * as tf from '@tensorflow/tfjs-core';

/**
 * A kernel as tfjs knows it: its name, and what it takes. It is declared once, next to its operation; each backend
 * implements it ({@link implement}) and lists it in its `kernels/registry.ts`.
 */
export interface Kernel<Inputs, Attributes> {
  /** Two where tfjs has one for planes and one for volumes, in this order. */
  readonly names: readonly [string, ...string[]];
  /** Never there: it holds the types. */
  readonly takes?: (inputs: Inputs, attributes: Attributes) => void;
}

/** Tensors by name, some of which may be missing. */
export type Tensors<Name extends string, Optional extends string = never> = {
  readonly [N in Name]: tf.TensorInfo;
} & { readonly [N in Optional]?: tf.TensorInfo };

export function kernel<Inputs, Attributes = unknown>(
  ...names: Kernel<Inputs, Attributes>['names']
): Kernel<Inputs, Attributes> {
  return { names };
}

/** Whether the current backend brings this kernel; otherwise the reference made of core ops runs. */
export function hasKernel({ names: [name] }: Kernel<never, never>): boolean {
  return tf.getKernel(name, tf.getBackend()) !== undefined;
}

/** Runs a kernel; it goes on the gradient tape where tfjs knows its gradient, as it does of its own kernels only. */
export function runKernel<Inputs extends object, Attributes>(
  { names: [planes, volumes] }: Kernel<Inputs, Attributes>,
  inputs: Inputs,
  attributes: Attributes,
  dims: 2 | 3 = 2,
): tf.Tensor[] {
  const name = dims === 3 ? volumes! : planes;
  const output = tf
    .engine()
    .runKernel(name, inputs as unknown as tf.NamedTensorMap, attributes as tf.NamedAttrMap);
  return Array.isArray(output) ? output : output === undefined ? [] : [output as tf.Tensor];
}

/** What the implementation of a kernel gets. */
export interface KernelCall<Inputs, Attributes, Backend> {
  readonly inputs: Inputs;
  readonly attributes: Attributes;
  readonly backend: Backend;
}

/** What a kernel returns; undefined where the case is not ours and the stock kernel has to do it. */
type KernelResult = tf.TensorInfo | tf.TensorInfo[] | undefined;

/** A kernel of one backend, ready to be registered. */
export interface Implementation<Backend> {
  readonly names: readonly string[];
  run(call: KernelCall<object, unknown, Backend>): KernelResult;
}

export function implement<Inputs, Attributes, Backend>(
  { names }: Kernel<Inputs, Attributes>,
  body: (call: KernelCall<Inputs, Attributes, Backend>) => KernelResult,
): Implementation<Backend> {
  // What the operation passes is what it declared.
  return { names, run: (call) => body(call as KernelCall<Inputs, Attributes, Backend>) };
}

/**
 * Registers kernels of a backend, each in place of the stock one where that exists.
 *
 * @param attempt surrounds each call
 */
export function registerKernels<Backend extends tf.KernelBackend>(
  backendName: string,
  kernels: readonly Implementation<Backend>[],
  attempt: (backend: Backend, body: () => KernelResult) => KernelResult = (_, body) => body(),
): void {
  for (const { names, run } of kernels) {
    for (const kernelName of names) {
      const stock = tf.getKernel(kernelName, backendName);
      if (stock) tf.unregisterKernel(kernelName, backendName);
      tf.registerKernel({
        kernelName,
        backendName,
        kernelFunc: ({ inputs, attrs, backend }) => {
          const own = backend as Backend;
          const result = attempt(own, () => run({ inputs, attributes: attrs, backend: own }));
          if (result) return result;
          if (!stock) throw new Error(`${kernelName} is not possible with these inputs`);
          return stock.kernelFunc({ inputs, backend, ...(attrs ? { attrs } : {}) });
        },
      });
    }
  }
}
