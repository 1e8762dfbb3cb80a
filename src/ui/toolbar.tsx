import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';

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
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = bar;
    if (!current) return;
    const keepOneStop = () => makeStop(current, buttonsOf(current).find(isStop));
    keepOneStop();
    // Buttons come, go, and lose what they could do.
    const observer = new MutationObserver(keepOneStop);
    observer.observe(current, { childList: true, subtree: true, attributeFilter: ['disabled'] });
    return () => observer.disconnect();
  }, []);
  return (
    <div
      ref={bar}
      role="toolbar"
      aria-label={label}
      className={className}
      onFocus={({ currentTarget, target }) => {
        if (target instanceof HTMLButtonElement) makeStop(currentTarget, target);
      }}
      onKeyDown={walk}
    >
      {children}
    </div>
  );
}

function buttonsOf(bar: HTMLElement): HTMLButtonElement[] {
  return [...bar.querySelectorAll('button')].filter(({ disabled }) => !disabled);
}

/** One that was made it: a button that has just come has no such mark. */
function isStop(button: HTMLElement): boolean {
  return button.getAttribute('tabindex') === '0';
}

/** @param stop the first where none is named */
function makeStop(bar: HTMLElement, stop: HTMLElement | undefined): void {
  const buttons = buttonsOf(bar);
  for (const button of buttons) button.tabIndex = button === (stop ?? buttons[0]) ? 0 : -1;
}

function walk(event: KeyboardEvent<HTMLElement>): void {
  const buttons = buttonsOf(event.currentTarget);
  const now = buttons.indexOf(event.target as HTMLButtonElement);
  // What floats over the page is drawn here and stands elsewhere: its keys are its own.
  if (now < 0) return;
  const next = goal(event.key, buttons, now);
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function goal(key: string, buttons: readonly HTMLElement[], now: number): HTMLElement | undefined {
  switch (key) {
    case 'ArrowRight':
      return buttons[(now + 1) % buttons.length];
    case 'ArrowLeft':
      return buttons.at(now - 1);
    case 'ArrowDown':
      return nearest(buttons, buttons[now]!, 1);
    case 'ArrowUp':
      return nearest(buttons, buttons[now]!, -1);
    case 'Home':
      return buttons[0];
    case 'End':
      return buttons.at(-1);
    default:
      return undefined;
  }
}

/** The one in the next row, downwards or upwards, that stands straightest below or above. */
function nearest(buttons: readonly HTMLElement[], from: HTMLElement, way: 1 | -1): HTMLElement | undefined {
  const place = from.getBoundingClientRect();
  const distance = (button: HTMLElement) => {
    const { left, top } = button.getBoundingClientRect();
    const rows = way * (top - place.top);
    return rows < place.height / 2 ? Number.POSITIVE_INFINITY : rows * 100 + Math.abs(left - place.left);
  };
  const found = buttons.toSorted((one, other) => distance(one) - distance(other))[0];
  return found && Number.isFinite(distance(found)) ? found : undefined;
}
