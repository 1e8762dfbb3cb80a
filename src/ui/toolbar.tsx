import type { ReactNode } from 'react';
import { oneStop } from './one-stop.ts';

/**
 * Buttons that are one stop of the Tab key together: from one to the next lead the arrow keys (WAI-ARIA Authoring Practices,
 * "Toolbar").
 */
export function Toolbar({
  label,
  className,
  children,
}: {
  label: string;
  className?: string | undefined;
  children: ReactNode;
}) {
  return (
    <div ref={oneStop} role="toolbar" aria-label={label} className={className}>
      {children}
    </div>
  );
}
