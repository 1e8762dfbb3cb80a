import { useLayoutEffect } from 'react';
import { leaveSelection } from '../../state/gallery/store.ts';
import { focusAgain } from '../../ui/focus-again.ts';

/** Who comes back from the images of a figure stands where they left, with the focus on the figure. */
export function StandAgain({ tab }: { tab: 'results' | 'compare' }) {
  useLayoutEffect(() => {
    const left = leaveSelection(tab);
    if (left === null) return;
    focusAgain(left.pressed, left.place);
  }, [tab]);
  return null;
}
