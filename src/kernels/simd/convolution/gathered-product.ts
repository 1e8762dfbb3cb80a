import type { AxisClass } from '../axis-classes.ts';
import { type GemmPlan, PANEL_BYTES, planGemm, type RowGroup, type Run } from '../gemm-plan.ts';
import type { CachedTables, SimdBackend } from '../simd-backend.ts';
import type { MapLayout } from './map-layout.ts';

/** Limit of panels and of the sum's blocks where there is none. */
export const UNBLOCKED = 0x7fff_ffff;

/** What a product of a gathered map with the filter's panels is made with. */
export interface GatheredProduct extends CachedTables {
  readonly plan: GemmPlan;
  /** Address of the taps that meet any pixel, in the order of the panels; and their number. */
  readonly taps: number;
  readonly tapCount: number;
  /** Filter rows of one tap: channels, or kernel width times channels where a filter row is one run. */
  readonly rows: number;
  readonly layout: MapLayout;
}

/** Plans the product and puts its tables in the shared memory. */
export function planProduct(
  backend: SimdBackend,
  { groups, taps }: { readonly groups: readonly RowGroup[]; readonly taps: readonly number[] },
  columns: number,
  { rows, layout }: Pick<GatheredProduct, 'rows' | 'layout'>,
): GatheredProduct {
  const plan = planGemm(backend, { groups, columns, panelsPerTask: UNBLOCKED, extra: taps });
  return { plan, address: plan.address, taps: plan.extra, tapCount: taps.length, rows, layout };
}

/** Row groups of a gathered product: every combination of the three axes' classes. */
export function gatherGroups(
  classes: readonly (readonly AxisClass[])[],
  kernels: readonly number[],
  gathered: Pick<MapLayout, 'pixel' | 'line'> & { readonly height: number },
  result: { readonly lengths: readonly number[]; readonly pixel: number },
  runLength: number,
  batch: number,
): { groups: RowGroup[]; taps: number[] } {
  const [zs, ys, xs] = classes as [AxisClass[], AxisClass[], AxisClass[]];
  const plane = gathered.line * gathered.height;
  const slots = new Map<number, number>();
  const slotOf = (tap: number) => {
    const slot = slots.get(tap) ?? slots.size;
    slots.set(tap, slot);
    return slot;
  };
  const groups: RowGroup[] = [];
  for (const z of zs) {
    for (const y of ys) {
      for (const x of xs) {
        const runs: Run[] = [];
        for (const tz of z.taps) {
          for (const ty of y.taps) {
            for (const tx of x.taps) {
              const tap = (tz.tap * kernels[1]! + ty.tap) * kernels[2]! + tx.tap;
              const offset = tz.offset * plane + ty.offset * gathered.line + tx.offset * gathered.pixel;
              runs.push({ offset, panel: slotOf(tap) * runLength * PANEL_BYTES, length: runLength });
            }
          }
        }
        const positions = z.positions.flatMap((pz, i) =>
          y.positions.flatMap((py, j) =>
            x.positions.map((px, k) => ({
              a: z.bases[i]! * plane + y.bases[j]! * gathered.line + x.bases[k]! * gathered.pixel,
              out: ((pz * result.lengths[1]! + py) * result.lengths[2]! + px) * result.pixel,
            })),
          ),
        );
        groups.push({ runs, positions, outer: batch });
      }
    }
  }
  return { groups, taps: [...slots.keys()] };
}
