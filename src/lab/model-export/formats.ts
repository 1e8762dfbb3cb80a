import { zipSync } from 'fflate';
import type { ModelFormatName } from './format-names.ts';
import { toGraphModel, WEIGHTS_FILE } from './graph-model.ts';
import { type ModelFacts, modelCard, modelFactsJson } from './model-card.ts';
import { OPSET, toOnnx } from './onnx.ts';
import { toSafetensors } from './safetensors.ts';
import type { TrainedNet } from './trained-net.ts';

/** A way to write a trained net. */
interface ModelFormat {
  /** How a program loads it, in Markdown. */
  use(net: TrainedNet): string;
  /** Files by name. @param notes strings by name, where the format has a place for them */
  files(
    net: TrainedNet,
    notes: Readonly<Record<string, string>>,
  ): Readonly<Record<string, Uint8Array<ArrayBuffer>>>;
}

const TORCHVISION = `# Where width is 64, the stem "imagenet", and images are 2D with three channels, this is torchvision's net:
import torchvision
net = torchvision.models.resnet18(num_classes=state["fc.bias"].numel())
net.load_state_dict(state)
net.eval()
`;

/** A new format is a file beside this one, and a line here. */
const MODEL_FORMATS: Readonly<Record<ModelFormatName, ModelFormat>> = {
  onnx: {
    use: () => `\`\`\`python
import onnxruntime, numpy
session = onnxruntime.InferenceSession("model.onnx")
# image: float32 [N, channels, (depth,) height, width], bytes / 255
logits, scores = session.run(["logits", "scores"], {"image": image})
\`\`\`

ONNX operator set ${OPSET}.`,
    files: (net, notes) => ({ 'model.onnx': toOnnx(net, notes) }),
  },
  safetensors: {
    use: ({ model }) => `\`\`\`python
import safetensors.torch
state = safetensors.torch.load_file("model.safetensors")
${model === 'resnet-18' ? TORCHVISION : ''}\`\`\`

Names and layouts are PyTorch's. ${
      model === 'linear'
        ? 'A row of `fc.weight` has one weight for each value of an image, channels last.'
        : 'num_batches_tracked is 0, as nothing counts them.'
    }`,
    files: (net, notes) => ({ 'model.safetensors': toSafetensors(net, notes) }),
  },
  tensorflow: {
    use: () => `\`\`\`js
import * as tf from '@tensorflow/tfjs';
const model = await tf.loadGraphModel('model.json');
// image: float32 [N, (depth,) height, width, channels], bytes / 255
const [logits, scores] = model.execute({ image }, ['logits', 'scores']);
\`\`\``,
    files(net, notes) {
      const { model, weights } = toGraphModel(net, notes);
      return { 'model.json': new TextEncoder().encode(model), [WEIGHTS_FILE]: weights };
    },
  },
};

/** The net in a format, with its card for people (README.md) and for programs (card.json), as a zip. */
export function packModel(
  net: TrainedNet,
  facts: ModelFacts,
  name: ModelFormatName,
): Uint8Array<ArrayBuffer> {
  const format = MODEL_FORMATS[name];
  const card = modelFactsJson(facts, net);
  const notes = { licence: facts.dataset.licence, classes: facts.dataset.classNames.join(', '), card };
  const text = (content: string) => new TextEncoder().encode(content);
  return zipSync(
    {
      ...format.files(net, notes),
      'README.md': text(modelCard(facts, net, format.use(net))),
      'card.json': text(card),
    },
    // Weights do not get smaller.
    { level: 0 },
  ) as Uint8Array<ArrayBuffer>;
}
