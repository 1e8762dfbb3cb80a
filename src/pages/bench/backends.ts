import type { BenchBackend, DeviceReport } from '../../lab/bench/device-report.ts';
import { BACKEND_TITLES } from '../../lab/run-record.ts';
import type { MarkShape } from '../../ui/chart/roofline-mark.tsx';

/** How each backend is named and drawn; told apart by shape as well as by colour. */
export const SHOWN_BACKENDS: Readonly<
  Record<BenchBackend, { readonly label: string; readonly colour: string; readonly shape: MarkShape }>
> = {
  webgpu: {
    label: `${BACKEND_TITLES.webgpu}, our kernels`,
    colour: 'light-dark(#3b5bdb, #91a7ff)',
    shape: 'circle',
  },
  'stock-webgpu': {
    label: `${BACKEND_TITLES.webgpu}, stock TensorFlow.js`,
    colour: 'light-dark(#5a606b, #9ba0ab)',
    shape: 'cross',
  },
  simd: {
    label: `${BACKEND_TITLES.simd}, our kernels`,
    colour: 'light-dark(#0b7285, #66d9e8)',
    shape: 'triangle',
  },
};

/** Name of the graphics adapter, as far as the browser tells. */
export function adapterTitle(report: DeviceReport): string {
  const adapter = report.environment?.adapter;
  if (!adapter) return 'no graphics adapter';
  const { vendor, architecture, device, description } = adapter;
  return description || [vendor, architecture, device].filter(Boolean).join(' ') || 'unnamed adapter';
}
