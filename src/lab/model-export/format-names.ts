/** Formats that a trained net can be saved in, as a person knows them; apart from the writers, which the page never needs. */
export const MODEL_FORMAT_NAMES = {
  onnx: 'ONNX',
  safetensors: 'safetensors (PyTorch)',
  tensorflow: 'TensorFlow.js',
} as const;

export type ModelFormatName = keyof typeof MODEL_FORMAT_NAMES;
