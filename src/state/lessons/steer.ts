import { describeError } from '../../lab/lab-error.ts';
import type { Lesson, LessonStep } from '../../lab/lesson/lesson.ts';
import { type LessonData, lessonReference, recipeOfStep } from '../../lab/lesson/plan.ts';
import { begun, withSet } from '../../lab/lesson/progress.ts';
import { type DatasetReference, datasetKey } from '../../lab/recipe/dataset-reference.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import { showProblem } from '../../ui/notify.tsx';
import { fetchRequest, findRequest, loadDataset, useData } from '../data/store.ts';
import { setRecipe, useRecipe } from '../recipe/store.ts';
import { changeLesson, changeProgress, useLessons } from './store.ts';

/** Begins a lesson, or begins it anew: its data are loaded, and the form takes its recipe. */
export async function beginLesson(name: string, lesson: Lesson, data: LessonData): Promise<void> {
  const before = useLessons.getState().progress[name]?.before ?? useRecipe.getState().recipe;
  changeLesson(name, () => begun(data, before, Date.now()));
  setRecipe(recipeOfStep(lesson, {}, data));
  await loadLessonData(lesson, data);
  enterStep(name, lesson);
}

/** What the lesson trains on is loaded, from this device or from its source. */
export async function loadLessonData(lesson: Lesson, data: LessonData): Promise<void> {
  await loadReference(lessonReference(lesson, data));
}

async function loadReference(reference: DatasetReference): Promise<void> {
  if (useData.getState().dataset?.key === datasetKey(reference)) return;
  const request = (await findRequest(reference)) ?? fetchRequest(reference);
  // A failure is told under the header.
  if (request) await loadDataset(request).catch(() => undefined);
}

/** The recipe of the step that is read is set where it was not yet: once, so that what a student changes stays. */
export function enterStep(name: string, lesson: Lesson): void {
  const progress = useLessons.getState().progress[name];
  const step = progress && lesson.steps[progress.step];
  if (!progress || !step?.recipe || progress.set.includes(step.title)) return;
  setStepRecipe(name, lesson, step, progress.data);
}

export function setStepRecipe(name: string, lesson: Lesson, step: LessonStep, data: LessonData): void {
  try {
    setRecipe(recipeOfStep(lesson, step, data));
    changeProgress(name, (progress) => withSet(progress, step.title));
  } catch (error) {
    showProblem(describeError(error));
  }
}

/** Back to what the form held before the lesson, and to its data. */
export async function leaveWith(before: Recipe): Promise<void> {
  setRecipe(before);
  await loadReference(before.dataset);
}
