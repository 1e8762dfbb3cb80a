import { useComputedColorScheme } from '@mantine/core';
import { runColour, runDash } from './palettes.ts';

/** The colour of a run, as a short piece of its line. */
export function RunMark({ colour }: { colour: number }) {
  const scheme = useComputedColorScheme('light');
  return (
    <svg width={16} height={8} aria-hidden style={{ flex: 'none' }}>
      <line
        x1={0}
        x2={16}
        y1={4}
        y2={4}
        stroke={runColour(colour, scheme)}
        strokeWidth={3}
        strokeDasharray={runDash(colour)}
      />
    </svg>
  );
}
