/** Marks the column of a lesson, so that the way back to it is found from anywhere. */
export const LESSON_COLUMN = 'data-lesson-column';

/** Marks the button that leads back: itself no place that one would be led back to. */
export const WAY_BACK = 'data-lesson-way-back';

/** Id of where that button stands on narrow windows: above Train, where it lies over no line of the page. */
export const WAY_BACK_PLACE = 'lesson-way-back';

/** Marks what a step reveals once all is done. */
export const LESSON_ANSWER = 'data-lesson-answer';

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

/**
 * Brings the lesson into sight, and the focus to what has come meanwhile: the answer. Where that is not there, or one was at it
 * or beyond before, to where it was, or to the heading.
 */
export function focusLesson(): void {
  const lesson = column();
  const before = last?.isConnected && lesson?.contains(last) ? last : null;
  const answer = lesson?.querySelector<HTMLElement>(`[${LESSON_ANSWER}]`) ?? null;
  const place =
    answer && !(before && isAtOrBeyond(before, answer))
      ? answer
      : (before ?? lesson?.querySelector<HTMLElement>('h2'));
  if (!place) return;
  // Of what is higher than the window the beginning is to be read first.
  place.scrollIntoView({ block: place.offsetHeight > innerHeight / 2 ? 'start' : 'nearest' });
  place.focus({ preventScroll: true });
}

function isAtOrBeyond(element: Node, answer: Node): boolean {
  const { DOCUMENT_POSITION_FOLLOWING, DOCUMENT_POSITION_CONTAINED_BY } = Node;
  const way = answer.compareDocumentPosition(element);
  return element === answer || (way & (DOCUMENT_POSITION_FOLLOWING | DOCUMENT_POSITION_CONTAINED_BY)) !== 0;
}

/** The focus comes to a heading of the lesson, which is then in sight below the header. */
export function focusHeading(heading: HTMLElement | null): void {
  heading?.focus({ preventScroll: true });
  heading?.scrollIntoView({ block: 'nearest' });
}
