import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowUp } from '@tabler/icons-react';
import { type RefObject, useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { focusLesson, WAY_BACK, WAY_BACK_PLACE } from '../../state/lessons/focus-lesson.ts';
import { KeyHint } from '../../ui/key-hint.tsx';
import classes from './lesson.module.css';

/** Where Train stays at the foot of the screen, and there are lines enough. */
const IN_BAR = '(max-width: 950px) and (min-height: 561px)';

/** The way back to a lesson that is out of sight: on narrow windows it stands above the page. */
export function BackToLesson({ column }: { column: RefObject<HTMLElement | null> }) {
  const [isAway, setAway] = useState(false);
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => setAway(!entry!.isIntersecting));
    if (column.current) observer.observe(column.current);
    return () => observer.disconnect();
  }, [column]);
  const isInBar = useMediaQuery(IN_BAR) ?? false;
  const bar = isInBar ? document.getElementById(WAY_BACK_PLACE) : null;
  if (!isAway) return null;
  const way = (
    <div className={bar ? classes.backInBar : classes.back} {...{ [WAY_BACK]: '' }}>
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
  return bar ? createPortal(way, bar) : way;
}
