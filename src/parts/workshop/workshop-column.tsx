import { ActionIcon, Button, CloseButton, Group } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp, IconArrowLeft } from '@tabler/icons-react';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { draftFaults, fieldFaults, type LessonDraft } from '../../lab/lesson/draft.ts';
import { EMPTY } from '../../lab/lesson/lesson-text.ts';
import { previewName } from '../../state/lessons/lessons.ts';
import { leaveWith } from '../../state/lessons/steer.ts';
import { announceOpening, changeLesson, useLessons } from '../../state/lessons/store.ts';
import { useView } from '../../state/view/view.ts';
import {
  changeDraft,
  type Draft,
  openInDraft,
  redoDraft,
  rememberDrafts,
  undoDraft,
  useDrafts,
} from '../../state/workshop/drafts.ts';
import { LessonColumn } from '../lesson/lesson-column.tsx';
import { DraftContext } from './draft-context.ts';
import { GiveLesson } from './give-lesson.tsx';
import { StepList } from './step-list.tsx';
import classes from './workshop.module.css';

/** A lesson is written where it will stand: beside the live page, from which it takes recipe, places and hidden controls. */
export function WorkshopColumn({ id }: { id: string }) {
  const { lesson, changeView } = useView();
  const draft = useDrafts((state) => state.drafts[id]);
  useEffect(rememberDrafts, []);
  const isPreview = lesson === previewName(id);
  const column = useRef<HTMLElement>(null);
  const left = useRef<number | null>(null);
  // Back from the preview one stands where one was.
  useLayoutEffect(() => {
    if (isPreview || left.current === null) return;
    const scroller = column.current?.parentElement;
    if (scroller) scroller.scrollTop = left.current;
    column.current?.querySelector<HTMLElement>('[data-preview]')?.focus({ preventScroll: true });
    left.current = null;
  }, [isPreview]);
  const close = () => {
    document.getElementById('main')?.focus({ preventScroll: true });
    void changeView({ make: undefined, lesson: undefined });
  };
  if (draft && isPreview) return <Preview id={id} />;
  return (
    <aside ref={column} className={classes.column} aria-label="Workshop">
      <div className={classes.head}>
        <h2 className={classes.heading}>{draft ? 'Your lesson' : 'No such lesson'}</h2>
        {draft && (
          <Group gap={4}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label="Undo"
              disabled={draft.past.length === 0}
              onClick={() => undoDraft(id)}
            >
              <IconArrowBackUp size={18} />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label="Redo"
              disabled={draft.future.length === 0}
              onClick={() => redoDraft(id)}
            >
              <IconArrowForwardUp size={18} />
            </ActionIcon>
          </Group>
        )}
        <CloseButton aria-label="Close the workshop" onClick={close} />
      </div>
      {draft ? (
        <Editor
          id={id}
          draft={draft}
          onPreview={() => (left.current = column.current?.parentElement?.scrollTop ?? 0)}
        />
      ) : (
        <p className={classes.small}>It was deleted, or written in another browser. Yours are under Learn.</p>
      )}
    </aside>
  );
}

function Editor({
  id,
  draft: { draft, open },
  onPreview,
}: {
  id: string;
  draft: Draft;
  onPreview: () => void;
}) {
  const { changeView } = useView();
  const change = useCallback(
    (field: string, how: (draft: LessonDraft) => LessonDraft) => changeDraft(id, field, how),
    [id],
  );
  const byField = useMemo(() => fieldFaults(draft), [draft]);
  const faults = useMemo(() => draftFaults(draft), [draft]);
  // Who begins is not told at once that everything is empty.
  const [isTold, setTold] = useState(false);
  const fields = useMemo(() => {
    const faultOf = (path: string) => {
      const fault = byField.get(path);
      return fault === EMPTY && !isTold ? undefined : fault;
    };
    return { draft, change, faultOf };
  }, [draft, change, byField, isTold]);
  const preview = () => {
    onPreview();
    const name = previewName(id);
    changeLesson(name, () => null);
    announceOpening(name);
    void changeView({ lesson: name });
  };
  return (
    <DraftContext value={fields}>
      <p className={classes.small}>Kept in this browser as you write. Students see it in this place.</p>
      <StepList
        open={open === 'lesson' || open < draft.steps.length ? open : 'lesson'}
        onOpen={(next) => openInDraft(id, next)}
        onUndo={() => undoDraft(id)}
        faulty={new Set(faults.map(({ step }) => step))}
      />
      <GiveLesson
        {...{ draft, faults }}
        onPreview={preview}
        onOpen={(step) => openInDraft(id, step ?? 'lesson')}
        onTold={() => setTold(true)}
      />
    </DraftContext>
  );
}

/** The lesson as a student has it, and the way back to the writing, with the recipe that the page had. */
function Preview({ id }: { id: string }) {
  const { changeView } = useView();
  const name = previewName(id);
  // Also where the lesson is closed by its own cross.
  useEffect(
    () => () => {
      const before = useLessons.getState().progress[name]?.before;
      changeLesson(name, () => null);
      if (before) void leaveWith(before);
    },
    [name],
  );
  return (
    <>
      <Group className={classes.previewBar!} justify="space-between">
        <span>As a student sees it</span>
        <Button
          size="compact-sm"
          leftSection={<IconArrowLeft size={14} />}
          onClick={() => void changeView({ lesson: undefined })}
        >
          Back to writing
        </Button>
      </Group>
      <LessonColumn name={name} />
    </>
  );
}
