import { useMemo } from 'react';
import type { Lesson } from '../../lab/lesson/lesson.ts';
import { newWords } from '../../lab/lesson/new-words.ts';
import classes from './lesson.module.css';

/** Words of the field that this step is the first to use; a press says what they mean. */
export function NewWords({ lesson, place }: { lesson: Lesson; place: number }) {
  const words = useMemo(() => newWords(lesson, place), [lesson, place]);
  if (words.length === 0) return null;
  return (
    <details className={classes.newWords}>
      <summary>
        New here: <b>{words.map(({ word }) => word).join(', ')}</b>
      </summary>
      <dl>
        {words.map(({ word, says }) => (
          <div key={word}>
            <dt>{word}</dt>
            <dd>{says}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
