import { useComputedColorScheme } from '@mantine/core';
import { runColour, runInk } from './palettes.ts';
import classes from './run-mark.module.css';

/** The letter of a ticked run on its colour; an empty place for a run that is not drawn. */
export function RunMark({ letter, colour }: { letter: string | null; colour: number | null }) {
  const scheme = useComputedColorScheme('light');
  if (letter === null) return <span className={classes.empty} aria-hidden />;
  return (
    <span
      className={classes.mark}
      data-mark={letter}
      style={{ background: runColour(colour, scheme), color: runInk(scheme) }}
    >
      {letter}
    </span>
  );
}
