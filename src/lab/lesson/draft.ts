import { type PhantomSettings, phantomSettings } from '../phantom-settings.ts';
import type { z } from '../zod.ts';
import { lessonFaults } from './faults.ts';
import { type Lesson, type LessonStep, lessonSchema } from './lesson.ts';
import { badLesson, partsOf } from './read-lesson.ts';

/** A lesson that is being written: of the right shape, and it may lack words or say what does not fit yet. */
export type LessonDraft = Lesson;

export const EMPTY_STEP: LessonStep = { title: '', text: '', show: [], until: [], reveal: '' };

export function emptyDraft(phantom: PhantomSettings, recipe: Lesson['recipe']): LessonDraft {
  const step = { ...EMPTY_STEP, title: 'Before you train' };
  const data = { phantom, others: [] };
  return { kind: 'lesson', title: '', question: '', minutes: 3, data, recipe, hide: [], steps: [step] };
}

/** What is missing or does not fit, by the dotted path of its field, for instance `steps.0.guess.ask`. */
export function fieldFaults(draft: LessonDraft): ReadonlyMap<string, string> {
  const { error } = lessonSchema.safeParse(draft);
  return new Map(
    issuesIn(error?.issues ?? [])
      .toReversed()
      .map(({ path, message }) => [path.map(String).join('.'), message]),
  );
}

/** Everything that a lesson still lacks before it can be given to students, a sentence each. */
export function draftFaults(
  draft: LessonDraft,
): readonly { readonly step: number | null; readonly text: string }[] {
  const { data, error } = lessonSchema.safeParse(draft);
  if (data) {
    return lessonFaults(data).map((text) => ({
      step: draft.steps.findIndex(({ title }) => text.startsWith(`Step "${title.trim()}"`)),
      text,
    }));
  }
  return issuesIn(error.issues).map(({ path, message }) => {
    const step = path[0] === 'steps' && typeof path[1] === 'number' ? path[1] : null;
    const field = path.slice(step === null ? 0 : 2).findLast((part) => typeof part === 'string');
    const where = step === null ? '' : `Step ${step + 1}, `;
    return { step, text: `${where}${FIELD_WORDS[String(field)] ?? String(field ?? 'steps')}: ${message}` };
  });
}

const FIELD_WORDS: Readonly<Record<string, string>> = {
  ask: 'question',
  options: 'answers',
  say: 'what to do',
  until: 'what has to be done',
  reveal: 'what is told at the end',
  run: 'name of the run',
  vary: 'study',
};

/** Reads what `writeLesson` made of a draft, also of one that is not finished. @throws LabError `bad-lesson` */
export function readDraft(text: string): LessonDraft {
  const draft = draftOf(partsOf(text));
  if (draft === null) throw badLesson('a field has a name or a kind that this lab does not know');
  return draft;
}

/** Data of any origin as a draft; null where it is of another shape. */
export function draftOf(data: unknown): LessonDraft | null {
  const { data: lesson, error } = lessonSchema.safeParse(data);
  if (lesson) return lesson;
  if (!issuesIn(error.issues).every(({ code }) => MENDED_IN_PLACE.has(code))) return null;
  // Of the right shape, so that only defaults may lack.
  const { kind = 'lesson', hide = [], recipe = {}, steps = [], data: on, ...rest } = data as LessonDraft;
  const phantom = { ...phantomSettings.parse({}), ...on.phantom };
  return {
    ...{ ...rest, kind, hide, recipe },
    data: {
      ...{ phantom, others: on.others ?? [] },
      ...(on.real ? { real: { ...{ size: 28, recipe: {} }, ...on.real } } : {}),
    },
    steps: steps.map((step) => ({
      ...{ ...EMPTY_STEP, ...step },
      until: (step.until ?? []).map((condition) =>
        'run' in condition ? { ...{ with: {}, edited: false }, ...condition } : condition,
      ),
    })),
  };
}

/** Faults of what stands in a field; others are those of its shape. */
const MENDED_IN_PLACE: ReadonlySet<string> = new Set(['too_small', 'too_big', 'custom', 'invalid_format']);

type Issue = z.core.$ZodIssue;

/** The issues of the fields themselves: of several shapes that a value may have, those of the one that it is nearest to. */
function issuesIn(issues: readonly Issue[]): readonly Issue[] {
  return issues.flatMap((issue): readonly Issue[] => {
    if (issue.code !== 'invalid_union') return [issue];
    const branches = issue.errors.map((errors) =>
      issuesIn(errors.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }))),
    );
    const nearest = branches.toSorted((one, other) => strangeIn(one) - strangeIn(other))[0];
    return nearest ?? [{ ...issue, code: 'invalid_union' }];
  });
}

const strangeIn = (issues: readonly Issue[]) =>
  issues.filter(({ code }) => !MENDED_IN_PLACE.has(code)).length;
