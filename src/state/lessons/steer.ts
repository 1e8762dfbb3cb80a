import type { DatasetRequest } from '../../lab/dataset.ts';
import { describeError } from '../../lab/lab-error.ts';
import type { Lesson, LessonStep } from '../../lab/lesson/lesson.ts';
import { type LessonData, lessonReference, lessonReferences, recipeOfStep } from '../../lab/lesson/plan.ts';
import { begun, type LessonProgress, withoutDeed, withSet } from '../../lab/lesson/progress.ts';
import { type DatasetReference, datasetKey } from '../../lab/recipe/dataset-reference.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import { showProblem } from '../../ui/notify.tsx';
import { fetchRequest, findRequest, loadDataset, refreshShards, useData } from '../data/store.ts';
import { setRecipe, useRecipe } from '../recipe/store.ts';
import { chooseThreshold, useThresholdChoice } from '../results/thresholds.ts';
import { changeLesson, changeProgress, useLessons } from './store.ts';

/** Begins a lesson, or begins it anew: its data are loaded, and the form takes its recipe. */
export async function beginLesson(
  name: string,
  lesson: Lesson,
  data: LessonData,
  number: number | null = null,
): Promise<void> {
  const before = useLessons.getState().progress[name]?.before ?? useRecipe.getState().recipe;
  changeLesson(name, () => begun(data, before, Date.now(), number));
  setRecipe(recipeOfStep(lesson, {}, data, number));
  await loadLessonData(lesson, data);
  enterStep(name, lesson);
}

/**
 * What the lesson trains on is loaded, from this device, from shards beside the page, or from the archive: its own set last, so
 * that it is the one that is looked at.
 */
export async function loadLessonData(lesson: Lesson, data: LessonData): Promise<void> {
  const [own, ...others] = lessonReferences(lesson, data);
  for (const reference of others) {
    // A phantom is drawn when it is trained on, and what is kept here is read then.
    if ((await findRequest(reference)) === null) await loadReference(reference);
  }
  await loadReference(own!);
}

async function loadReference(reference: DatasetReference): Promise<void> {
  if (useData.getState().dataset?.key === datasetKey(reference)) return;
  const request = (await findRequest(reference)) ?? (await shardsOf(reference)) ?? fetchRequest(reference);
  // A failure is told under the header.
  if (request) await loadDataset(request).catch(() => undefined);
}

/** Sets of a lesson that have to be fetched: neither kept on this device nor beside the page. */
export async function setsToFetch(lesson: Lesson, data: LessonData): Promise<readonly DatasetReference[]> {
  const wanted: DatasetReference[] = [];
  for (const reference of lessonReferences(lesson, data)) {
    const isAtHand = (await findRequest(reference)) ?? (await shardsOf(reference));
    if (!isAtHand) wanted.push(reference);
  }
  return wanted;
}

/** A store beside the page that is named as the official file is; null where there is none. */
async function shardsOf(reference: DatasetReference): Promise<DatasetRequest<never> | null> {
  if (reference.kind !== 'catalogue') return null;
  await refreshShards();
  const store = `${reference.id}${reference.size === 28 ? '' : `_${reference.size}`}.zarr`;
  const isThere = useData.getState().shardStores.some((one) => one.store === store);
  return isThere ? { kind: 'shards', store } : null;
}

/** The step that is read is prepared where it was not yet: once, so that what a student changes stays. */
export function enterStep(name: string, lesson: Lesson): void {
  const progress = useLessons.getState().progress[name];
  const step = progress && lesson.steps[progress.step];
  // A study on further sets leaves one of them loaded.
  if (progress && lesson.data.others.length > 0) void loadReference(lessonReference(lesson, progress.data));
  if (!progress || !step || progress.set.includes(step.title)) return;
  if (step.recipe) setStepRecipe(name, lesson, step, progress);
  if (step === lesson.steps.find(asksForThreshold)) startAtUsualThreshold(name, step);
}

function asksForThreshold({ until }: LessonStep): boolean {
  return until.some((condition) => 'did' in condition && condition.did === 'threshold-moved');
}

/** What was chosen for other runs neither stands there nor counts; on Results one step back brings it again. */
function startAtUsualThreshold(name: string, { title }: LessonStep): void {
  if (useThresholdChoice.getState().kind !== 'standard') chooseThreshold({ kind: 'standard' });
  changeProgress(name, (progress) => withSet(withoutDeed(progress, 'threshold-moved'), title));
}

export function setStepRecipe(
  name: string,
  lesson: Lesson,
  step: LessonStep,
  { data, number }: Pick<LessonProgress, 'data' | 'number'>,
): void {
  try {
    setRecipe(recipeOfStep(lesson, step, data, number));
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
