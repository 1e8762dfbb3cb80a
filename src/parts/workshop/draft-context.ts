import { createContext, useContext } from 'react';
import type { LessonDraft } from '../../lab/lesson/draft.ts';
import type { LessonStep } from '../../lab/lesson/lesson.ts';

/** The draft that the workshop is about, and how its fields change. */
interface DraftFields {
  readonly draft: LessonDraft;
  /** What a field lacks, by its dotted path; undefined where it fits. */
  readonly faultOf: (path: string) => string | undefined;
  /** @param field what is changed: typing in one field is one step back */
  readonly change: (field: string, change: (draft: LessonDraft) => LessonDraft) => void;
}

export const DraftContext = createContext<DraftFields | null>(null);

export function useDraftFields(): DraftFields {
  const fields = useContext(DraftContext);
  if (!fields) throw new Error('A field of a lesson stands outside the workshop.');
  return fields;
}

/** The same of one step. */
export function useStepFields(place: number) {
  const { draft, faultOf, change } = useDraftFields();
  const path = `steps.${place}`;
  return {
    draft,
    step: draft.steps[place]!,
    faultOf: (field: string) => faultOf(`${path}.${field}`),
    /** Fields that become undefined are taken away. */
    changeStep: (field: string, part: { [Key in keyof LessonStep]?: LessonStep[Key] | undefined }) =>
      change(`${path}.${field}`, (before) => ({
        ...before,
        steps: before.steps.with(place, defined({ ...before.steps[place]!, ...part })),
      })),
  };
}

function defined(step: { [Key in keyof LessonStep]?: LessonStep[Key] | undefined }): LessonStep {
  return Object.fromEntries(Object.entries(step).filter(([, value]) => value !== undefined)) as LessonStep;
}

/** The runs that steps have named up to a place, with that step. */
export function runsNamed({ steps }: LessonDraft, place: number): readonly string[] {
  const names = steps
    .slice(0, place + 1)
    .flatMap(({ until }) => until.flatMap((condition) => ('run' in condition ? [condition.run] : [])));
  return [...new Set(names)];
}
