import { stepFlops } from '../convolution-layers.ts';
import type { ModelShape } from '../model-shape.ts';
import type { DeviceReport } from './device-report.ts';
import { EDGE, NARROW_STEP, STEP_CASES, type StepCase } from './step-cases.ts';

/** What a training step takes, in seconds. */
export interface StepPrice {
  /** Whatever its batch and width: every operation begins and ends. */
  readonly step: number;
  readonly image: number;
}

/**
 * The price of a training step by what the bench has measured: of one image that of a full-width step of the same
 * dimensions and stem, carried over by the operations of the convolutions, and of the step itself what a narrow one
 * takes beyond its operations.
 *
 * @param edge length of the image along every axis, in pixels
 * @returns null where no such step, or no narrow one, was measured on the backend
 */
export function stepPrice(
  report: Pick<DeviceReport, 'entries'>,
  backend: string,
  shape: Omit<ModelShape, 'outputs'>,
  edge: number,
): StepPrice | null {
  const like = (dims: number, stem: string) =>
    STEP_CASES.find(({ shape: full }) => full.dims === dims && full.stem === stem);
  const image = secondsPerFlop(report, backend, like(shape.dims, shape.stem));
  const narrowImage = secondsPerFlop(report, backend, like(NARROW_STEP.shape.dims, NARROW_STEP.shape.stem));
  const narrow = measured(report, backend, NARROW_STEP);
  if (image === null || narrowImage === null || !narrow) return null;
  const batch = narrow.counts?.batch ?? NARROW_STEP.batch;
  const computed = batch * narrowImage * stepFlops(NARROW_STEP.shape, EDGE);
  return { step: Math.max(0, batch / narrow.value - computed), image: image * stepFlops(shape, edge) };
}

function secondsPerFlop(
  report: Pick<DeviceReport, 'entries'>,
  backend: string,
  step: StepCase | undefined,
): number | null {
  const entry = step && measured(report, backend, step);
  return entry ? 1 / entry.value / stepFlops(step.shape, EDGE) : null;
}

function measured({ entries }: Pick<DeviceReport, 'entries'>, backend: string, { name }: StepCase) {
  return entries.find((entry) => entry.name === name && entry.backend === backend && entry.value > 0);
}
