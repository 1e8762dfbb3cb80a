import type { KeyboardEvent } from 'react';

/**
 * Where a key takes what is moved by key, as a slider is (WAI-ARIA Authoring Practices, "Slider"); undefined: the key moves
 * nothing.
 *
 * @param stride of the page keys, and of the arrows with Shift
 */
export function movedByKey(
  { key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>,
  now: number,
  { step, stride, first, last }: { step: number; stride: number; first: number; last: number },
): number | undefined {
  const length = shiftKey ? stride : step;
  const to = {
    ArrowRight: now + length,
    ArrowUp: now + length,
    ArrowLeft: now - length,
    ArrowDown: now - length,
    PageUp: now + stride,
    PageDown: now - stride,
    Home: first,
    End: last,
  }[key];
  return to === undefined ? undefined : Math.min(last, Math.max(first, to));
}
