import { SegmentedControl, Textarea } from '@mantine/core';
import { useId, useState } from 'react';
import { LessonWords } from '../lesson/lesson-words.tsx';
import classes from './workshop.module.css';

/** Markdown that is written, or seen as students will. */
export function WordsEditor({
  label,
  description,
  value,
  error,
  onChange,
}: {
  label: string;
  description?: string;
  value: string;
  error: string | undefined;
  onChange: (text: string) => void;
}) {
  const [isSeen, setSeen] = useState(false);
  const id = useId();
  return (
    <div>
      <div className={classes.split}>
        <label htmlFor={id} className={classes.label}>
          {label}
        </label>
        <SegmentedControl
          size="xs"
          aria-label={`${label}: write or see`}
          data={['Write', 'See']}
          value={isSeen ? 'See' : 'Write'}
          onChange={(mode) => setSeen(mode === 'See')}
        />
      </div>
      {isSeen ? (
        <div className={classes.seen}>
          {value.trim() === '' ? (
            <p className={classes.small}>Nothing is written yet.</p>
          ) : (
            <LessonWords text={value} />
          )}
        </div>
      ) : (
        <Textarea
          id={id}
          autosize
          minRows={3}
          maxRows={16}
          {...(description ? { description } : {})}
          error={error}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </div>
  );
}
