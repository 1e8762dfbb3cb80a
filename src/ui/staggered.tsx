import { Children, type ReactNode, useEffect, useMemo, useState } from 'react';

/**
 * Shows its children one after the other, each in a task of its own: several charts that are made at once would hold up
 * the page for longer than a frame. Later ones come below, so nothing moves that is already there.
 */
export function Staggered({ children }: { children: ReactNode }) {
  // The same elements as before are not drawn anew.
  const all = useMemo(() => Children.toArray(children), [children]);
  const [shown, setShown] = useState(1);
  useEffect(() => {
    if (shown >= all.length) return undefined;
    const timer = setTimeout(() => setShown(shown + 1), 0);
    return () => clearTimeout(timer);
  }, [shown, all.length]);
  return all.slice(0, shown);
}
