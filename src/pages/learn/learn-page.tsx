import { ActionIcon } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useMemo, useState } from 'react';
import { findCatalogueEntry } from '../../lab/catalogue/catalogue.ts';
import type { Lesson } from '../../lab/lesson/lesson.ts';
import { LESSON_NAMES, lessonNamed } from '../../state/lessons/lessons.ts';
import { announceOpening, changeLesson, useLessons } from '../../state/lessons/store.ts';
import { dropLesson, useTaken } from '../../state/lessons/taken.ts';
import { useView, type ViewSearch } from '../../state/view/view.ts';
import { showUndo } from '../../ui/notify.tsx';
import classes from './learn-page.module.css';
import { OfferedLesson } from './offered-lesson.tsx';
import { OwnLessons } from './own-lessons.tsx';

/** All lessons, with what each asks and how far it is. */
export function LearnPage() {
  const { shared, changeView } = useView();
  const [text, setText] = useState<string | null>(null);
  const offer = useMemo(
    () => (text !== null ? { text } : shared !== null ? { word: shared } : null),
    [text, shared],
  );
  const taken = Object.keys(useTaken((state) => state.lessons));
  return (
    <div className={classes.page}>
      {offer && (
        <OfferedLesson
          key={text ?? shared}
          offer={offer}
          onEnd={() => {
            setText(null);
            if (shared !== null) void changeView({ shared: undefined });
          }}
        />
      )}
      <h2 className={classes.heading}>Learn</h2>
      <p className={classes.lead}>
        Each lesson asks one question, lets you guess, and answers it with a model that you train. You can use
        the whole page while it is open.
      </p>
      <LessonList names={namesOf('lesson')} />
      <h3 className={classes.subheading}>Labs</h3>
      <p className={classes.lead}>
        Longer, on real images, and with something to hand in: what a course asks for. Each tells beforehand
        how long it trains on this device, and can be practised on a phantom.
      </p>
      <LessonList names={namesOf('lab')} />
      {taken.length > 0 && (
        <section aria-labelledby="taken-lessons">
          <h3 id="taken-lessons" className={classes.subheading}>
            From others
          </h3>
          <ol className={classes.lessons}>
            {taken.map((name) => (
              <LessonLine key={name} name={name}>
                <Drop name={name} />
              </LessonLine>
            ))}
          </ol>
        </section>
      )}
      <OwnLessons onOpenFile={setText} />
    </div>
  );
}

/** Takes a lesson of somebody else off the list, with its answers. */
function Drop({ name }: { name: string }) {
  const { title } = lessonNamed(name)!;
  const drop = () => {
    const progress = useLessons.getState().progress[name] ?? null;
    const undo = dropLesson(name);
    changeLesson(name, () => null);
    document.getElementById('main')?.focus({ preventScroll: true });
    showUndo(`“${title}” was deleted.`, () => {
      undo();
      changeLesson(name, () => progress);
    });
  };
  return (
    <ActionIcon
      className={classes.drop!}
      variant="subtle"
      color="gray"
      aria-label={`Delete ${title}`}
      onClick={drop}
    >
      <IconTrash size={16} />
    </ActionIcon>
  );
}

function namesOf(kind: Lesson['kind']): readonly string[] {
  return LESSON_NAMES.filter((name) => lessonNamed(name)!.kind === kind);
}

function LessonList({ names }: { names: readonly string[] }) {
  return (
    <ol className={classes.lessons}>
      {names.map((name) => (
        <LessonLine key={name} name={name} />
      ))}
    </ol>
  );
}

function LessonLine({ name, children }: { name: string; children?: ReactNode }) {
  const { kind, title, question, minutes, steps, data } = lessonNamed(name)!;
  const real = [data, ...data.others].flatMap((set) => set.real ?? []);
  const sets = real.map(({ id }) => findCatalogueEntry(id)?.name ?? id);
  const progress = useLessons((state) => state.progress[name]);
  return (
    <li className={classes.item}>
      <Link
        to="/train"
        search={(old: ViewSearch) => ({ ...old, lesson: name, make: undefined })}
        className={classes.lesson!}
        onClick={() => announceOpening(name)}
        data-done={progress?.finishedAt != null || undefined}
      >
        <span className={classes.title}>{title}</span>
        <span className={classes.question}>{question}</span>
        <span className={classes.facts}>
          {kind === 'lab' ? `${sets.join(', ')} · ${minutes} min and training` : `${minutes} min`}
          {progress &&
            ` · ${progress.finishedAt === null ? `step ${Math.min(progress.step + 1, steps.length)} of ${steps.length}` : 'done'}`}
        </span>
      </Link>
      {children}
    </li>
  );
}
