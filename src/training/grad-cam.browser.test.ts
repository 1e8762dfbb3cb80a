import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { gradCam } from './grad-cam.ts';
import { ResNet18 } from './model/resnet18.ts';
import { activateTestBackend } from './testing/activate-test-backend.ts';
import { type GoldenCase, type ModelFile, unpackCase } from './testing/golden-case.ts';
import { readGolden } from './testing/golden-files.ts';
import { ReferenceResNet18 } from './testing/reference/resnet18.ts';

const { files, backends } = inject('golden');
const STAGES = [1, 2, 3, 4];
const DIRECTIONS = [1, -1] as const;

/** Grad-CAM in plain float64: equations 1 and 2 of Selvaraju et al. 2017, for each image by itself. */
function referenceMaps(golden: GoldenCase, net: ReferenceResNet18, image: number): Map<string, Float64Array> {
  const length = golden.images.values.length / golden.labels.length;
  const pixels = Float64Array.from(golden.images.values.subarray(image * length, (image + 1) * length));
  const pass = net.forward(pixels, 1, false);
  const found = new Map<string, Float64Array>();
  for (const stage of STAGES) {
    for (const direction of DIRECTIONS) {
      const { maps, gradient } = pass.atStage(stage, Float64Array.of(direction));
      const channels = maps.shape[4];
      const places = maps.values.length / channels;
      const weights = new Float64Array(channels);
      gradient.forEach((slope, at) => {
        weights[at % channels]! += slope / places;
      });
      const map = new Float64Array(places);
      maps.values.forEach((value, at) => {
        map[Math.floor(at / channels)]! += weights[at % channels]! * value;
      });
      found.set(
        `${stage} ${direction}`,
        map.map((value) => Math.max(0, value)),
      );
    }
  }
  return found;
}

/** Running statistics that a net has after it has seen the images: those of a new one say nothing. */
function trainedStatistics(golden: GoldenCase): ReferenceResNet18 {
  const wide = ([name, { values }]: readonly [string, { readonly values: Float32Array }]) =>
    [name, Float64Array.from(values)] as const;
  const statistics = new Map<string, Float64Array>();
  for (const [name, { values }] of golden.parameters) {
    if (values.length === 0 || !/bn\d\.weight$|downsample\.1\.weight$/.test(name)) continue;
    const norm = name.slice(0, -'.weight'.length);
    statistics.set(`${norm}.running_mean`, new Float64Array(values.length));
    statistics.set(`${norm}.running_var`, new Float64Array(values.length).fill(1));
  }
  const net = new ReferenceResNet18(golden.shape, new Map([...golden.parameters].map(wide)), statistics);
  const images = Float64Array.from(golden.images.values);
  for (let turn = 0; turn < 3; turn++) net.forward(images, golden.labels.length, true);
  return net;
}

// Software adapters take their time for a 3D net.
describe.each(files.filter((file) => file.startsWith('resnet18-')))('%s', { timeout: 300_000 }, (file) => {
  let golden: GoldenCase;
  let reference: ReferenceResNet18;
  const expected: Map<string, Float64Array>[] = [];

  beforeAll(async () => {
    golden = unpackCase(await readGolden<ModelFile>(file));
    reference = trainedStatistics(golden);
    expected.push(referenceMaps(golden, reference, 0), referenceMaps(golden, reference, 1));
  }, 120_000);

  test.each(backends)('Grad-CAM of every stage, on %s', async (backend) => {
    await activateTestBackend(backend);
    const before = tf.memory().numTensors;
    const net = new ResNet18(golden.shape, null);
    tf.tidy(() => {
      for (const [name, tensor] of [...net.parameters, ...net.statistics]) {
        const values = reference.parameters.get(name) ?? reference.statistics.get(name)!;
        tensor.assign(tf.tensor(Float32Array.from(values), tensor.shape));
      }
    });
    const length = golden.images.values.length / golden.labels.length;
    let compared = 0;
    for (const [image, maps] of expected.entries()) {
      const values = golden.images.values.slice(image * length, (image + 1) * length);
      const x = tf.tensor(values, [1, ...golden.images.shape.slice(1)]);
      for (const stage of STAGES) {
        for (const direction of DIRECTIONS) {
          const map = gradCam(net, x, { stage, output: 0, direction });
          const told = await map.data();
          map.dispose();
          const wanted = maps.get(`${stage} ${direction}`)!;
          expect(told).toHaveLength(wanted.length);
          const scale = Math.max(...wanted, ...told);
          if (scale === 0) continue;
          compared += 1;
          wanted.forEach((value, place) => {
            expect(Math.abs(told[place]! - value) / scale, `stage ${stage}, place ${place}`).toBeLessThan(
              1e-4,
            );
          });
        }
      }
      x.dispose();
    }
    expect(compared).toBeGreaterThan(8);
    net.dispose();
    expect(tf.memory().numTensors, 'tensors left').toBe(before);
  });
});
