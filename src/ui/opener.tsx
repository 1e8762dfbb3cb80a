import {
  cloneElement,
  type ReactElement,
  type ReactNode,
  type RefObject,
  Suspense,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';

/** The button of a menu or popover, made anew within it. */
export interface Opening {
  readonly button: ReactElement<ButtonProps>;
  readonly target: RefObject<HTMLButtonElement | null>;
}

interface ButtonProps {
  readonly ref?: RefObject<HTMLButtonElement | null>;
  readonly onClick?: () => void;
  readonly 'aria-haspopup'?: 'menu' | 'dialog';
}

/**
 * A button whose menu or popover is made, and its code fetched, when it is first pressed: a page of hundreds of rows would
 * pay for it otherwise, and so would the first sight of the page.
 */
export function Opener({
  button,
  opens,
  children,
}: {
  button: ReactElement<ButtonProps>;
  opens: 'menu' | 'dialog';
  /** Draws the button with what it opens, which {@link useOpening} opens at once. */
  children: (opening: Opening) => ReactNode;
}) {
  const [wanted, setWanted] = useState(false);
  const target = useRef<HTMLButtonElement>(null);
  const closed = cloneElement(button, {
    ref: target,
    onClick: () => setWanted(true),
    'aria-haspopup': opens,
  });
  if (!wanted) return closed;
  return (
    <Suspense fallback={closed}>
      {children({ button: cloneElement(button, { ref: target }), target })}
    </Suspense>
  );
}

/**
 * Whether what an {@link Opener} made is open: at once, with the focus on its button, as what closes gives the focus back
 * to who had it at the opening.
 */
export function useOpening({ target }: Opening): readonly [boolean, (opened: boolean) => void] {
  const [opened, setOpened] = useState(false);
  useLayoutEffect(() => {
    target.current?.focus({ preventScroll: true });
    setOpened(true);
  }, [target]);
  return [opened, setOpened];
}
