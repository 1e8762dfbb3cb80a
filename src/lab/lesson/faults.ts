import { expandStudy } from '../study/expand.ts';
import { DATA_FIGURES, DATA_NAME, FIGURES, figuresIn } from './figures.ts';
import type { Condition, Lesson } from './lesson.ts';
import { LESSON_DATA, recipeOfStep, studyOfStep } from './plan.ts';

/** What of a lesson does not fit together, a sentence each; none where it can be done. */
export function lessonFaults(lesson: Lesson): readonly string[] {
  const named = new Set<string>();
  const faults: string[] = [];
  const titles = new Set<string>();
  for (const step of lesson.steps) {
    const at = `Step "${step.title}"`;
    if (titles.has(step.title)) faults.push(`${at} is there twice.`);
    titles.add(step.title);
    for (const condition of step.until) {
      for (const needed of runsOf(condition)) {
        if (!named.has(needed)) faults.push(`${at} asks for the run "${needed}", which no step named.`);
      }
      if ('run' in condition) named.add(condition.run);
      if ('study' in condition && !lesson.steps.some(({ study }) => study))
        faults.push(`${at} waits for a study, and there is none.`);
    }
    const bars = (step.bars ?? []).map(({ figure }) => figure.split('.') as [string, string]);
    const guessed = step.guess?.kind === 'number' && step.guess.figure ? [step.guess.figure.split('.')] : [];
    for (const [run, figure] of [...figuresIn(step.reveal), ...bars, ...guessed]) {
      const isOfData = run === DATA_NAME && DATA_FIGURES.includes(figure!);
      if (!named.has(run!) && !isOfData)
        faults.push(`${at} tells of the run "${run}", which no step named before.`);
      if (!Object.hasOwn(FIGURES, figure!)) faults.push(`${at} tells "${figure}", which is no figure.`);
    }
    if (step.looks !== undefined && !named.has(step.looks))
      faults.push(`${at} shows where the run "${step.looks}" looks, which no step named before.`);
    if (/\{\{/.test(step.text)) faults.push(`${at} tells a figure before anything was done.`);
    for (const choice of LESSON_DATA) {
      try {
        recipeOfStep(lesson, step, choice);
        const study = studyOfStep(lesson, step, choice);
        if (study) expandStudy(study);
      } catch (error) {
        faults.push(`${at}: ${(error as Error).message}`);
      }
    }
  }
  if (lesson.kind === 'lab' && (!lesson.handIn || !lesson.data.real)) {
    faults.push('A lab says what is handed in (handIn), and names a real set (data.real).');
  }
  return faults;
}

/** The runs that a condition asks for, which must have a name by then. */
function runsOf(condition: Condition): readonly string[] {
  if ('run' in condition) return [condition.alike, condition.unlike].flatMap((name) => name ?? []);
  if ('runs' in condition) return condition.like === undefined ? [] : [condition.like];
  if ('stressed' in condition) return condition.stressed;
  return 'opened' in condition ? [condition.opened] : [];
}
