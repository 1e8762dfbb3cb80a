export type MarkShape = 'circle' | 'cross' | 'triangle';

/** Half the size of a mark, in pixels. */
const HALF = 4;

/** Outlines around the origin, as SVG paths. */
export const MARK_SHAPES: Readonly<Record<MarkShape, string>> = {
  circle: `M${-HALF},0 a${HALF},${HALF} 0 1,0 ${2 * HALF},0 a${HALF},${HALF} 0 1,0 ${-2 * HALF},0`,
  cross: `M${-HALF},${-HALF} L${HALF},${HALF} M${-HALF},${HALF} L${HALF},${-HALF}`,
  triangle: `M0,${-HALF} L${HALF},${HALF} L${-HALF},${HALF} Z`,
};

/** The mark by itself, for a legend. */
export function RooflineMark({ shape, colour }: { shape: MarkShape; colour: string }) {
  return (
    <svg width={12} height={12} viewBox="-6 -6 12 12" aria-hidden>
      <path
        d={MARK_SHAPES[shape]}
        fill={shape === 'cross' ? 'none' : colour}
        stroke={colour}
        strokeWidth={1.5}
      />
    </svg>
  );
}
