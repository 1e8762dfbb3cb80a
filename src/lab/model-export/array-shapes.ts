import type { ModelShape } from '../model-shape.ts';
import { INPUT } from './net-step.ts';
import { NET_STEPS } from './steps.ts';

/**
 * The shapes of a net's arrays in PyTorch's layout, by PyTorch's names, in the order of the forward pass.
 *
 * @param edge length of the image along every axis, in pixels: what a linear model sees
 */
export function arrayShapes(shape: ModelShape, edge: number): Map<string, readonly number[]> {
  const { model = 'resnet-18', dims, width, channels, outputs } = shape;
  const shapes = new Map<string, readonly number[]>();
  /** Channels of each step's output. */
  const made = new Map<string, number>([[INPUT, channels]]);
  for (const step of NET_STEPS[model](shape)) {
    const input = made.get(step.of)!;
    let output = input;
    switch (step.kind) {
      case 'convolution':
        output = width * 2 ** (stageOf(step.name) - 1);
        shapes.set(`${step.name}.weight`, [output, input, ...new Array<number>(dims).fill(step.edge)]);
        break;
      case 'batch-norm':
        for (const part of ['weight', 'bias', 'running_mean', 'running_var'])
          shapes.set(`${step.name}.${part}`, [input]);
        break;
      case 'flatten':
        output = input * edge ** dims;
        break;
      case 'linear':
        output = outputs;
        shapes.set(`${step.name}.weight`, [output, input]);
        shapes.set(`${step.name}.bias`, [output]);
        break;
    }
    made.set(step.name, output);
  }
  return shapes;
}

/** `layer3.0.conv1` is of the third stage, as is the small CNN's `conv3`; a ResNet's `conv1` has the width of the first. */
function stageOf(name: string): number {
  return Number(/^(?:layer|conv)(\d)/.exec(name)![1]);
}
