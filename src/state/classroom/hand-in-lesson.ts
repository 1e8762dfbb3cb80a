import { type LessonHandIn, lessonStudy, lessonTexts } from '../../lab/classroom/lesson-hand-in.ts';
import { FIGURES, type FigureName, figureShare, type RunFigures } from '../../lab/lesson/figures.ts';
import type { Lesson } from '../../lab/lesson/lesson.ts';
import type { LessonProgress } from '../../lab/lesson/progress.ts';
import { writeBundle } from '../../lab/study/bundle.ts';
import { expandStudy } from '../../lab/study/expand.ts';
import type { RunFile } from '../../lab/study/run-file.ts';
import type { RunRow } from '../../storage/runs.ts';
import { runFileOf } from '../studies/bundle-files.ts';

/**
 * What a student hands in of a lesson: guesses, figures, and the runs that the whole class has, as one file.
 *
 * @param runs finished since the lesson began, on its data
 * @param figures of the runs by the names that the lesson gives them
 * @throws LabError `bad-lesson` where a class has no run of it in common
 */
export async function lessonFile(
  name: string,
  lesson: Lesson,
  { answers, data, startedAt }: LessonProgress,
  number: number,
  runs: readonly RunRow[],
  figures: ReadonlyMap<string, RunFigures>,
): Promise<Uint8Array<ArrayBuffer>> {
  const study = lessonStudy(lesson, data, number);
  const files: RunFile[] = [];
  for (const { key, recipeHash } of expandStudy(study).runs) {
    const run = runs.findLast((row) => row.recipeHash === recipeHash);
    if (run) files.push(await runFileOf(key, run.id));
  }
  const handIn = { lesson: name, title: lesson.title, answers, figures: shares(figures) };
  return await writeBundle(
    { study, createdAt: startedAt, openings: [], bets: [], runs: files },
    lessonTexts(handIn),
  );
}

function shares(runs: ReadonlyMap<string, RunFigures>): LessonHandIn['figures'] {
  return Object.fromEntries(
    [...runs].flatMap(([name, run]) =>
      (Object.keys(FIGURES) as FigureName[]).flatMap((figure) => {
        const share = figureShare(run, figure);
        return share === null ? [] : [[`${name}.${figure}`, share]];
      }),
    ),
  );
}
