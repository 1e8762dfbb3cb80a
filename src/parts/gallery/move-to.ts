/** Where a key leads in a grid of images; null is no key that moves. */
export function moveTo(
  key: string,
  now: number,
  { count, columns, page }: { readonly count: number; readonly columns: number; readonly page: number },
): number | null {
  const within = (place: number) => Math.min(count - 1, Math.max(0, place));
  switch (key) {
    case 'ArrowRight':
      return within(now + 1);
    case 'ArrowLeft':
      return within(now - 1);
    case 'ArrowDown':
      // In the last row there is nothing below.
      return now + columns < count ? now + columns : now;
    case 'ArrowUp':
      return now - columns >= 0 ? now - columns : now;
    case 'PageDown':
      return within(now + page);
    case 'PageUp':
      return within(now - page);
    case 'Home':
      return 0;
    case 'End':
      return within(count - 1);
    default:
      return null;
  }
}
