import { Button } from '@mantine/core';
import { IconArrowUp } from '@tabler/icons-react';
import { type RefObject, useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { focusLesson, WAY_BACK, WAY_BACK_PLACE } from '../../state/lessons/focus-lesson.ts';
import { KeyHint } from '../../ui/key-hint.tsx';
import { useSingleKeys } from '../../ui/single-keys.ts';
import classes from './lesson.module.css';

/** The way back to a lesson that is out of sight, on narrow windows: beside Train, where it lies over no line of the page. */
export function BackToLesson({ column }: { column: RefObject<HTMLElement | null> }) {
  const [isAway, setAway] = useState(false);
  const hasKey = useSingleKeys((state) => state.on);
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => setAway(!entry!.isIntersecting));
    if (column.current) observer.observe(column.current);
    return () => observer.disconnect();
  }, [column]);
  const bar = document.getElementById(WAY_BACK_PLACE);
  if (!isAway || !bar) return null;
  return createPortal(
    <div className={classes.back} {...{ [WAY_BACK]: '' }}>
      <Button
        size="compact-sm"
        aria-label="Back to the lesson"
        variant="default"
        leftSection={<IconArrowUp size={14} />}
        rightSection={hasKey && <KeyHint>L</KeyHint>}
        aria-keyshortcuts={hasKey ? 'L' : undefined}
        onClick={focusLesson}
      >
        <span className={classes.backLong}>Back to the&nbsp;</span>lesson
      </Button>
    </div>,
    bar,
  );
}
