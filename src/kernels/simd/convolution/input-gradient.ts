import { type Axis, along, sizeAlong } from '../../axes.ts';
import { type ConvolutionGeometry, geometryKey } from '../../convolution-geometry.ts';
import { inputGradientClasses } from '../axis-classes.ts';
import { PANEL_BYTES, panelCount, runGemm } from '../gemm-plan.ts';
import { JOBS } from '../jobs.ts';
import type { SimdBackend } from '../simd-backend.ts';
import { type WinogradShape, winogradConvolution, winogradPays } from '../winograd.ts';
import { type GatheredProduct, gatherGroups, planProduct, UNBLOCKED } from './gathered-product.ts';
import { mapLayout, withLayout } from './map-layout.ts';

const FLOAT = 4;

/** Input gradient: rows are input positions, runs are the taps that reached them, the panels the transposed filter. */
export function convolutionInputGradient(
  backend: SimdBackend,
  geometry: ConvolutionGeometry,
  dy: number,
  filter: number,
  dx: number,
): void {
  const { batch, axes, channels, outputs } = geometry;
  const winograd: WinogradShape = {
    batch,
    axes: [transposedAxis(axes[0]), transposedAxis(axes[1]), transposedAxis(axes[2])],
    rows: outputs,
    columns: channels,
  };
  if (winogradPays(winograd)) {
    winogradConvolution(backend, winograd, { x: dy, filter, y: dx, transposed: true });
    return;
  }
  const { plan, taps, tapCount, layout } = backend.tables(`input gradient ${geometryKey(geometry)}`, () =>
    planInputGradient(backend, geometry),
  );
  const panelBytes = tapCount * outputs * PANEL_BYTES;
  backend.withScratch(panelCount(channels) * panelBytes, (panels) => {
    backend.run(JOBS.packFilterTransposed, panelCount(channels) * tapCount, [
      filter,
      panels,
      channels,
      outputs,
      taps,
      panelBytes,
      tapCount,
    ]);
    withLayout(backend, layout, along(axes, 'output'), outputs, batch, dy, (a) =>
      runGemm(backend, plan, {
        a,
        out: dx,
        panels,
        panelBytes,
        columns: channels,
        outerA: layout.image,
        outerOut: sizeAlong(axes, 'input') * channels * FLOAT,
        blockLength: UNBLOCKED,
      }),
    );
  });
}

function planInputGradient(backend: SimdBackend, geometry: ConvolutionGeometry): GatheredProduct {
  const { batch, axes, channels, outputs } = geometry;
  const layout = mapLayout(along(axes, 'output'), outputs, batch);
  const gathered = gatherGroups(
    axes.map(inputGradientClasses),
    along(axes, 'kernel'),
    { ...layout, height: axes[1].output },
    { lengths: along(axes, 'input'), pixel: channels * FLOAT },
    outputs,
    batch,
  );
  return planProduct(backend, gathered, channels, { rows: outputs, layout });
}

/** The input gradient of stride 1 as a forward convolution over the output gradient. */
function transposedAxis({ input, output, kernel, stride, pad }: Axis): Axis {
  return { input: output, output: input, kernel, stride, pad: kernel - 1 - pad };
}
