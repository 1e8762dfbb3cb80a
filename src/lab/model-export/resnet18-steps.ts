import type { ModelShape } from '../model-shape.ts';
import { INPUT, LOGITS, type NetStep, type Window } from './net-step.ts';

const STAGES = 4;
const BLOCKS = 2;

/** ResNet-18 (He et al. 2016), as src/training/model/resnet18.ts computes it. */
export function resNet18Steps({ stem }: Pick<ModelShape, 'stem'>): readonly NetStep[] {
  const steps: NetStep[] = [];
  const add = (step: NetStep) => {
    steps.push(step);
    return step.name;
  };
  const normed = (of: string, convolution: string, norm: string, window: Window) =>
    add({
      kind: 'batch-norm',
      name: norm,
      of: add({ kind: 'convolution', name: convolution, of, ...window }),
    });
  const relu = (of: string, name: string) => add({ kind: 'relu', name, of });

  const imagenet = stem === 'imagenet';
  const first = imagenet ? { edge: 7, stride: 2, pad: 3 } : { edge: 3, stride: 1, pad: 1 };
  let hidden = relu(normed(INPUT, 'conv1', 'bn1', first), 'relu');
  if (imagenet) hidden = add({ kind: 'max-pool', name: 'maxpool', of: hidden, edge: 3, stride: 2, pad: 1 });
  for (let stage = 1; stage <= STAGES; stage++) {
    for (let place = 0; place < BLOCKS; place++) {
      const name = `layer${stage}.${place}`;
      const stride = stage > 1 && place === 0 ? 2 : 1;
      const shortcut =
        stride === 1
          ? hidden
          : normed(hidden, `${name}.downsample.0`, `${name}.downsample.1`, { edge: 1, stride, pad: 0 });
      const window = { edge: 3, pad: 1 };
      const inner = relu(
        normed(hidden, `${name}.conv1`, `${name}.bn1`, { ...window, stride }),
        `${name}.relu1`,
      );
      const outer = normed(inner, `${name}.conv2`, `${name}.bn2`, { ...window, stride: 1 });
      hidden = relu(add({ kind: 'sum', name: `${name}.sum`, of: outer, and: shortcut }), name);
    }
  }
  add({ kind: 'linear', name: LOGITS, of: add({ kind: 'mean', name: 'avgpool', of: hidden }) });
  return steps;
}
