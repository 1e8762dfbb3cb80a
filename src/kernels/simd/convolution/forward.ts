import { along, sizeAlong } from '../../axes.ts';
import { type ConvolutionGeometry, geometryKey } from '../../convolution-geometry.ts';
import { range } from '../../range.ts';
import { type AxisClass, forwardClasses } from '../axis-classes.ts';
import { PANEL_BYTES, panelCount, runGemm } from '../gemm-plan.ts';
import { JOBS, PACK_FILTER_ROWS } from '../jobs.ts';
import type { SimdBackend } from '../simd-backend.ts';
import { type WinogradShape, winogradConvolution, winogradPays } from '../winograd.ts';
import { type GatheredProduct, gatherGroups, planProduct, UNBLOCKED } from './gathered-product.ts';
import { FEW_CHANNELS, mapLayout, paddedLayout, withLayout } from './map-layout.ts';

const FLOAT = 4;

/** Forward convolution: rows are output positions, runs are taps, the panels are the filter's. */
export function convolutionForward(
  backend: SimdBackend,
  geometry: ConvolutionGeometry,
  x: number,
  filter: number,
  y: number,
): void {
  const { batch, axes, channels, outputs } = geometry;
  const winograd: WinogradShape = { batch, axes, rows: channels, columns: outputs };
  if (winogradPays(winograd)) {
    winogradConvolution(backend, winograd, { x, filter, y, transposed: false });
    return;
  }
  const { plan, taps, tapCount, rows, layout } = backend.tables(`forward ${geometryKey(geometry)}`, () =>
    planForward(backend, geometry),
  );
  const panelBytes = tapCount * rows * PANEL_BYTES;
  backend.withScratch(panelCount(outputs) * panelBytes, (panels) => {
    backend.run(JOBS.packFilter, tapCount * Math.ceil(rows / PACK_FILTER_ROWS), [
      filter,
      panels,
      rows,
      outputs,
      taps,
      panelBytes,
    ]);
    withLayout(backend, layout, along(axes, 'input'), channels, batch, x, (a) =>
      runGemm(backend, plan, {
        a,
        out: y,
        panels,
        panelBytes,
        columns: outputs,
        outerA: layout.image,
        outerOut: sizeAlong(axes, 'output') * outputs * FLOAT,
        blockLength: UNBLOCKED,
      }),
    );
  });
}

function planForward(backend: SimdBackend, geometry: ConvolutionGeometry): GatheredProduct {
  const { batch, axes, channels, outputs } = geometry;
  const few = channels < FEW_CHANNELS && axes[2].kernel > 1;
  const layout = few ? paddedLayout(axes, channels, batch) : mapLayout(along(axes, 'input'), channels, batch);
  const rows = few ? axes[2].kernel * channels : channels;
  const last: AxisClass[] = few
    ? [
        {
          positions: range(axes[2].output),
          bases: range(axes[2].output).map((position) => position * axes[2].stride),
          taps: [{ tap: 0, offset: 0 }],
        },
      ]
    : forwardClasses(axes[2]);
  const gathered = gatherGroups(
    [forwardClasses(axes[0]), forwardClasses(axes[1]), last],
    [axes[0].kernel, axes[1].kernel, few ? 1 : axes[2].kernel],
    { ...layout, height: axes[1].input },
    { lengths: along(axes, 'output'), pixel: outputs * FLOAT },
    rows,
    batch,
  );
  return planProduct(backend, gathered, outputs, { rows, layout });
}
