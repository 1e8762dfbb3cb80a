/** Marks the column of a lesson, so that the way back to it is found from anywhere. */
export const LESSON_COLUMN = 'data-lesson-column';

/** Marks the button that leads back: itself no place that one would be led back to. */
export const WAY_BACK = 'data-lesson-way-back';

/** Id of where that button stands on narrow windows: above Train, where it lies over no line of the page. */
export const WAY_BACK_PLACE = 'lesson-way-back';

/** What had the focus in the lesson last. */
let last: HTMLElement | null = null;

/** To be told of each focus in the lesson: the way back leads to where one was. */
export function noteLessonFocus(element: HTMLElement): void {
  if (!element.closest(`[${WAY_BACK}]`)) last = element;
}

function column(): HTMLElement | null {
  return document.querySelector(`[${LESSON_COLUMN}]`);
}

/** Whether a lesson stands on the page. */
export function hasLesson(): boolean {
  return column() !== null;
}

/** Brings the lesson into sight, and the focus to where it was in it, or to its heading. */
export function focusLesson(): void {
  const lesson = column();
  const place = last?.isConnected && lesson?.contains(last) ? last : lesson?.querySelector<HTMLElement>('h2');
  place?.scrollIntoView({ block: 'nearest' });
  place?.focus({ preventScroll: true });
}

/** The focus comes to a heading of the lesson, which is then in sight below the header. */
export function focusHeading(heading: HTMLElement | null): void {
  heading?.focus({ preventScroll: true });
  heading?.scrollIntoView({ block: 'nearest' });
}
