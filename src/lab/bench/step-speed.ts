import { stepFlops } from '../convolution-layers.ts';
import type { ModelShape } from '../model-shape.ts';
import type { DeviceReport } from './device-report.ts';
import { EDGE, STEP_CASES } from './step-cases.ts';

/**
 * Seconds that training takes for one image by what the bench has measured of a step of the same dimensions and stem,
 * carried over by the operations of the convolutions. A rough price: a narrow net does not keep the device as busy.
 *
 * @param edge length of the image along every axis, in pixels
 * @returns null where no such step was measured on the backend
 */
export function stepSeconds(
  { entries }: Pick<DeviceReport, 'entries'>,
  backend: string,
  shape: Omit<ModelShape, 'outputs'>,
  edge: number,
): number | null {
  const step = STEP_CASES.find(({ shape: { dims, stem } }) => dims === shape.dims && stem === shape.stem);
  const entry = step && entries.find(({ name, backend: on }) => name === step.name && on === backend);
  if (!entry || !(entry.value > 0)) return null;
  return stepFlops(shape, edge) / stepFlops(step.shape, EDGE) / entry.value;
}
