import { type FigureName, figureText, type RunFigures, withFigures } from './figures.ts';
import type { LessonStep } from './lesson.ts';

/** Stands for a figure that is not known yet. */
const UNKNOWN = '…';

/**
 * What came of the guess of a step that is done: the figure that was guessed, what the step tells at its end, and its bars,
 * a line each. Null where nobody guesses, nothing is told, or a figure is not known yet.
 */
export function outcomeOf(step: LessonStep, runs: ReadonlyMap<string, RunFigures>): string | null {
  if (!step.guess || step.guess.kind === 'text') return null;
  const text = outcomeText(step, runs);
  return text === '' || text.includes(UNKNOWN) ? null : text;
}

function outcomeText(
  { guess, reveal, bars = [] }: LessonStep,
  runs: ReadonlyMap<string, RunFigures>,
): string {
  const figureOf = (reference: string) => {
    const [run, name] = reference.split('.') as [string, FigureName];
    return figureText(runs.get(run), name);
  };
  const guessed = guess?.kind === 'number' && guess.figure ? [`It came to ${figureOf(guess.figure)}.`] : [];
  const shown = bars.map(({ label, figure }) => `- ${label}: ${figureOf(figure)}`);
  return [...guessed, ...plainLines(withFigures(reveal, runs)), ...shown].join('\n');
}

/** The lines of a lesson's Markdown without its marks: a paragraph or an item of a list each. */
function plainLines(text: string): readonly string[] {
  return text
    .split(/\n\s*\n|\n(?=[-*] |\d+\. )/)
    .map((part) =>
      part.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll(/\*\*|`|\*(?=\S)|(?<=\S)\*/g, ''),
    )
    .map((part) => part.replaceAll(/\s*\n\s*/g, ' ').trim())
    .filter((part) => part !== '');
}
