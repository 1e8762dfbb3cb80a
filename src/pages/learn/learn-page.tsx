import { Link } from '@tanstack/react-router';
import { LESSON_NAMES, lessonNamed } from '../../state/lessons/lessons.ts';
import { announceOpening, useLessons } from '../../state/lessons/store.ts';
import type { ViewSearch } from '../../state/view/view.ts';
import classes from './learn-page.module.css';

/** All lessons, with what each asks and how far it is. */
export function LearnPage() {
  return (
    <div className={classes.page}>
      <h2 className={classes.heading}>Learn</h2>
      <p className={classes.lead}>
        Each lesson asks one question, lets you guess, and answers it with a model that you train. It stands
        beside the page, and the page stays yours.
      </p>
      <ol className={classes.lessons}>
        {LESSON_NAMES.map((name) => (
          <LessonLine key={name} name={name} />
        ))}
      </ol>
    </div>
  );
}

function LessonLine({ name }: { name: string }) {
  const { title, question, minutes, steps } = lessonNamed(name)!;
  const progress = useLessons((state) => state.progress[name]);
  return (
    <li>
      <Link
        to="/train"
        search={(old: ViewSearch) => ({ ...old, lesson: name })}
        className={classes.lesson!}
        onClick={() => announceOpening(name)}
        data-done={progress?.finishedAt != null || undefined}
      >
        <span className={classes.title}>{title}</span>
        <span className={classes.question}>{question}</span>
        <span className={classes.facts}>
          {minutes} min
          {progress &&
            ` · ${progress.finishedAt === null ? `step ${Math.min(progress.step + 1, steps.length)} of ${steps.length}` : 'done'}`}
        </span>
      </Link>
    </li>
  );
}
