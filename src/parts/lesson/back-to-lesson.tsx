import { Button } from '@mantine/core';
import { IconArrowUp } from '@tabler/icons-react';
import { type RefObject, useEffect, useState } from 'react';
import { focusLesson, WAY_BACK } from '../../state/lessons/focus-lesson.ts';
import { KeyHint } from '../../ui/key-hint.tsx';
import classes from './lesson.module.css';

/** The way back to a lesson that is out of sight: on narrow windows it stands above the page. */
export function BackToLesson({ column }: { column: RefObject<HTMLElement | null> }) {
  const [isAway, setAway] = useState(false);
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => setAway(!entry!.isIntersecting));
    if (column.current) observer.observe(column.current);
    return () => observer.disconnect();
  }, [column]);
  if (!isAway) return null;
  return (
    <div className={classes.back} {...{ [WAY_BACK]: '' }}>
      <Button
        size="compact-sm"
        aria-label="Back to the lesson"
        variant="default"
        leftSection={<IconArrowUp size={14} />}
        rightSection={<KeyHint>L</KeyHint>}
        aria-keyshortcuts="L"
        onClick={focusLesson}
      >
        <span className={classes.backLong}>Back to the&nbsp;</span>lesson
      </Button>
    </div>
  );
}
