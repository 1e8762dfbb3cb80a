import { Button, Group } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useRef } from 'react';
import { describeError, type LabErrorDescription } from '../../lab/lab-error.ts';
import { type LessonDraft, readDraft } from '../../lab/lesson/draft.ts';
import { lessonFaults } from '../../lab/lesson/faults.ts';
import { type Lesson, lessonSchema } from '../../lab/lesson/lesson.ts';
import { lessonFromWord } from '../../lab/lesson/link.ts';
import { lessonReference } from '../../lab/lesson/plan.ts';
import { datasetName } from '../../lab/recipe/name.ts';
import { announceOpening } from '../../state/lessons/store.ts';
import { takeLesson } from '../../state/lessons/taken.ts';
import type { ViewSearch } from '../../state/view/view.ts';
import { addDraft } from '../../state/workshop/drafts.ts';
import { ErrorNotice } from '../../ui/notice.tsx';
import classes from './learn-page.module.css';

/** A lesson as it came: the word of a link, or the text of a file. */
export type Offer = { readonly word: string } | { readonly text: string };

interface Offered {
  readonly draft: LessonDraft;
  /** Null where it is not finished: it can be written on, and not be done. */
  readonly lesson: Lesson | null;
}

function read(offer: Offer): Offered | { readonly error: LabErrorDescription } {
  try {
    const draft = 'word' in offer ? lessonFromWord(offer.word) : readDraft(offer.text);
    const { data } = lessonSchema.safeParse(draft);
    return { draft, lesson: data && lessonFaults(data).length === 0 ? data : null };
  } catch (error) {
    return { error: describeError(error) };
  }
}

/** A lesson of somebody else: what it is, before anything of it begins. */
export function OfferedLesson({ offer, onEnd }: { offer: Offer; onEnd: () => void }) {
  const offered = useMemo(() => read(offer), [offer]);
  const navigate = useNavigate();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  if ('error' in offered) return <ErrorNotice error={offered.error} onClose={onEnd} />;
  const { draft, lesson } = offered;
  const go = (search: Pick<ViewSearch, 'lesson' | 'make'>) => {
    onEnd();
    void navigate({
      to: '/train',
      search: (old: ViewSearch) => ({
        ...old,
        shared: undefined,
        lesson: undefined,
        make: undefined,
        ...search,
      }),
    });
  };
  const begin = (whole: Lesson) => {
    const name = takeLesson(whole);
    announceOpening(name);
    go({ lesson: name });
  };
  return (
    <section className={classes.offered} aria-labelledby="offered-lesson">
      <p className={classes.when}>
        {'word' in offer ? 'A lesson from a link' : 'A lesson from a file'}, written by whoever gave it to you
      </p>
      <h3 id="offered-lesson" className={classes.subheading} tabIndex={-1} ref={heading}>
        {draft.title.trim() || 'A lesson without a title'}
      </h3>
      <p className={classes.lead}>{draft.question}</p>
      <p className={classes.when}>
        {draft.steps.length} {draft.steps.length === 1 ? 'step' : 'steps'}, about {draft.minutes}{' '}
        {draft.minutes === 1 ? 'minute' : 'minutes'} on {datasetName(lessonReference(draft, 'phantom'))}. It
        can set the recipe and hide controls until you close it. It runs no code, and your runs and other
        lessons stay as they are.
      </p>
      <Group gap="xs">
        {lesson ? (
          <Button onClick={() => begin(lesson)}>Take this lesson</Button>
        ) : (
          <span>It is not finished, so it cannot be done yet.</span>
        )}
        <Button variant="default" onClick={() => go({ make: addDraft(draft) })}>
          Write on it
        </Button>
        <Button variant="subtle" onClick={onEnd}>
          No, thank you
        </Button>
      </Group>
    </section>
  );
}
