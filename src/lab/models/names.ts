/** The networks that a recipe may name. */
export const MODEL_NAMES = ['resnet-18', 'small-cnn', 'linear'] as const;

export type ModelName = (typeof MODEL_NAMES)[number];
