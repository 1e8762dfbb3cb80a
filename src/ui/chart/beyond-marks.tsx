import { usePlotArea, useXAxisScale, useYAxisInverseScale } from 'recharts';
import type { Curve } from './curve.ts';
import { leavesAt } from './leaving.ts';

/** Half the width of an arrow head, and its height, in pixels. */
const HEAD = { half: 5, height: 8 } as const;

/** An arrow at the top edge where a named line goes on beyond it. */
export function BeyondMarks({ curves }: { curves: readonly Curve[] }) {
  const area = usePlotArea();
  const scaleX = useXAxisScale();
  const heightAt = useYAxisInverseScale();
  if (!area || !scaleX || !heightAt) return null;
  const top = Number(heightAt(area.y));
  return (
    <g aria-hidden>
      {curves.map(({ id, name, colour, points }) => {
        const at = name === null ? null : leavesAt(points, top);
        if (at === null) return null;
        return (
          <path
            key={id}
            d={`M${Number(scaleX(at))},${area.y - 2}l${-HEAD.half},${HEAD.height}h${2 * HEAD.half}z`}
            fill={colour}
            data-beyond={id}
          />
        );
      })}
    </g>
  );
}
