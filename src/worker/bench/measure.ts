import { BANDWIDTH, PEAK } from '../../lab/bench/device-report.ts';
import { type BenchEntry, summarise } from '../../lab/bench/entry.ts';
import { EDGE, NARROW_STEP, type StepCase } from '../../lab/bench/step-cases.ts';
import { layerBytes, layerFlops, stepFlops, usefulFlops } from '../../lab/convolution-layers.ts';
import type { ConvolutionLayer, Pass } from '../../lab/models/convolution-layer.ts';
import { type Effort, fittingCount, type Pace, takeSamples } from './effort.ts';
import type { Engine } from './engines.ts';
import {
  type PreparedWork,
  prepareCopy,
  prepareLayer,
  prepareProduct,
  productDepth,
} from './layer-kernels.ts';
import { prepareStep } from './prepare-step.ts';
import { type RunTimes, timeRuns } from './time-runs.ts';

/** A product or a copy is large enough when it takes this long, in milliseconds, or at the largest size. */
const LONG_ENOUGH = 25;
const SMALLEST_PRODUCT = 256;
const LARGEST_PRODUCT = 4096;
const SMALLEST_COPY = 2 ** 22;
/** 128 MiB, beyond the last cache of nearly every device. */
const LARGEST_COPY = 2 ** 25;

/** A batch is grown by this factor at least: on a slow device making the network anew costs more than it brings. */
const WORTH_GROWING = 4;

/** What one thing would take that is to be measured. */
export interface Expectation {
  /** Kinds of work in {@link Pace}, from the particular to the general. */
  readonly kinds: readonly string[];
  /** Nominal operations for one image. */
  readonly flops: number;
}

/** Rate of the largest product, with the tile that suits it best. */
export async function measurePeak(engine: Engine, effort: Effort): Promise<BenchEntry> {
  const edge = await growUntilLong(engine, prepareProduct, SMALLEST_PRODUCT, LARGEST_PRODUCT, 2);
  const work = prepareProduct(edge);
  let best: { times: RunTimes; tile: string | null } | null = null;
  try {
    const tiles = engine.tiles.length > 0 ? engine.tiles : [null];
    // Twice: the card was idle while its work was made ready, and takes a second to come back to its clock.
    for (const tile of [...tiles, ...tiles]) {
      engine.forceTile(tile);
      const times = await timeRuns(engine, () => work.run(), effort);
      if (!best || summarise(times.samples).value < summarise(best.times.samples).value)
        best = { times, tile };
    }
  } finally {
    engine.forceTile(null);
    work.dispose();
  }
  const { times, tile } = best!;
  const detail = `product of ${edge}×${productDepth(edge)} and ${productDepth(edge)}×${edge}${tile ? `, tile ${tile}` : ''}, ${times.clock} clock`;
  return entryOf(engine, PEAK, 'GFLOP/s', times, 2 * edge ** 2 * productDepth(edge), detail);
}

/** Rate of reading and writing: each value is read once and written once. */
export async function measureBandwidth(engine: Engine, effort: Effort): Promise<BenchEntry> {
  const length = await growUntilLong(engine, prepareCopy, SMALLEST_COPY, LARGEST_COPY, 8);
  const work = prepareCopy(length);
  try {
    const times = await timeRuns(engine, () => work.run(), effort);
    const detail = `${(4 * length) / 2 ** 20} MiB read and as many written, ${times.clock} clock`;
    return entryOf(engine, BANDWIDTH, 'GB/s', times, 8 * length, detail);
  } finally {
    work.dispose();
  }
}

/** Sizes grow until the work takes long enough for its ends not to matter. */
async function growUntilLong(
  engine: Engine,
  prepare: (size: number) => PreparedWork,
  smallest: number,
  largest: number,
  factor: number,
): Promise<number> {
  for (let size = smallest; size < largest; size *= factor) {
    const work = prepare(size);
    try {
      work.run();
      await engine.finish();
      const start = performance.now();
      work.run();
      await engine.finish();
      if (performance.now() - start > LONG_ENOUGH) return size;
    } finally {
      work.dispose();
    }
  }
  return largest;
}

export function expectLayer(engine: string, layer: ConvolutionLayer, pass: Pass): Expectation {
  return {
    kinds: [`${engine} ${pass} ${layer.dims}`, `${engine} ${pass}`, `${engine} ${layer.dims}`, engine],
    flops: layerFlops(layer),
  };
}

/** Rate of one pass of a convolution, in nominal GFLOP/s. */
export async function measureLayer(
  engine: Engine,
  { name, layer, pass, batch: most }: { name: string; layer: ConvolutionLayer; pass: Pass; batch: number },
  effort: Effort,
  pace: Pace,
): Promise<BenchEntry> {
  const { kinds, flops } = expectLayer(engine.name, layer, pass);
  const each = pace.expect(kinds, flops) ?? Number.POSITIVE_INFINITY;
  const batch = fittingCount(effort.run, each, most);
  const work = prepareLayer(layer, pass, batch);
  try {
    const times = await timeRuns(engine, () => work.run(), effort);
    pace.note(kinds, (batch * flops) / summarise(times.samples).value);
    const { kernel, stride, input, output, channels, outputs, dims } = layer;
    const map = (edge: number, depth: number) => [...new Array<number>(dims).fill(edge), depth].join('×');
    const detail =
      `batch ${batch}, ${map(input, channels)} to ${map(output, outputs)}, ` +
      `kernel ${kernel}, stride ${stride}, ${times.clock} clock`;
    return {
      ...entryOf(engine, name, 'GFLOP/s', times, batch * flops, detail),
      counts: {
        ...{ batch, flops: batch * flops, usefulFlops: batch * usefulFlops(layer) },
        bytes: layerBytes(layer, pass, batch),
      },
    };
  } finally {
    work.dispose();
  }
}

export function expectStep(engine: string, { name, shape }: StepCase): Expectation {
  // What a narrow step takes says nothing of the operations.
  const kinds = name === NARROW_STEP.name ? [`${engine} narrow`] : [`${engine} ${shape.dims}`, engine];
  return { kinds, flops: stepFlops(shape, EDGE) };
}

/** Rate of whole training steps, in images per second; the batch grows to its full size as far as time allows. */
export async function measureStep(
  engine: Engine,
  stepCase: StepCase,
  effort: Effort,
  pace: Pace,
): Promise<BenchEntry> {
  const { name, shape, batch: most } = stepCase;
  const { kinds, flops } = expectStep(engine.name, stepCase);
  const expected = pace.expect(kinds, flops);
  let batch = expected === undefined ? 1 : fittingCount(effort.run, expected, most);
  for (;;) {
    const step = prepareStep(shape, batch);
    try {
      await step.run();
      await engine.tune();
      const warm = await step.run();
      pace.note(kinds, (batch * flops) / warm);
      // A larger batch takes less for each image, so it takes at most its multiple.
      const larger = fittingCount(effort.run, warm / batch, most);
      if (larger >= WORTH_GROWING * batch) {
        batch = larger;
        continue;
      }
      const samples = await takeSamples(() => step.run(), effort);
      await engine.finish();
      const detail = `batch ${batch}, AUC margin loss, PESG`;
      return {
        ...{ name, backend: engine.name, ...summarise(samples.map((time) => (1000 * batch) / time)) },
        ...{ unit: 'images/s', threads: engine.threads, detail, ratios: {}, counts: { batch } },
      };
    } finally {
      step.dispose();
    }
  }
}

function entryOf(
  engine: Engine,
  name: string,
  unit: string,
  { samples }: RunTimes,
  amount: number,
  detail: string,
): BenchEntry {
  // A millisecond's count over 10⁶ is a second's over 10⁹.
  const rates = samples.map((time) => amount / time / 1e6);
  return {
    ...{ name, backend: engine.name, ...summarise(rates), unit },
    ...{ threads: engine.threads, detail, ratios: {} },
  };
}
