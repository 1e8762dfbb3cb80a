import {
  cloneElement,
  type FocusEvent,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  Suspense,
  useEffect,
  useId,
  useState,
} from 'react';
import { lazyPart } from './lazy-part.tsx';

const TipWords = lazyPart(() =>
  import('./tip-words.tsx').then(
    (module) => module.TipWords,
    // Not worth breaking what it is about.
    () => () => null,
  ),
);

/** So long does the pointer rest before the words appear. */
const DELAY_MS = 300;

interface TriggerProps {
  readonly onPointerEnter?: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerLeave?: () => void;
  readonly onFocus?: (event: FocusEvent<HTMLElement>) => void;
  readonly onBlur?: () => void;
  readonly 'aria-describedby'?: string | undefined;
}

/**
 * A few words about what the pointer is on. Mantine draws them, by code that is fetched when the first ones are asked for:
 * the first sight of the page does without it.
 */
export function Tip({
  label,
  children,
  width,
  side = 'top',
  by = 'pointer',
  ...given
}: {
  label: ReactNode;
  /** One element, or a component that hands on what an element takes. */
  children: ReactElement<TriggerProps>;
  /** Pixels; longer words break. */
  width?: number;
  side?: 'top' | 'top-start' | 'left';
  /** What shows the words: a pointer that rests; a finger too; or the focus of the keyboard too. */
  by?: 'pointer' | 'touch' | 'focus';
  /** What else it is given, by a menu whose target it is, is handed on. */
  readonly [prop: string]: unknown;
}) {
  const id = useId();
  const [target, setTarget] = useState<HTMLElement | null>(null);
  const [opened, setOpened] = useState(false);
  useEffect(() => {
    if (target === null) return;
    const timer = setTimeout(() => setOpened(true), DELAY_MS);
    const dismiss = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') setTarget(null);
    };
    document.addEventListener('keydown', dismiss);
    return () => {
      setOpened(false);
      clearTimeout(timer);
      document.removeEventListener('keydown', dismiss);
    };
  }, [target]);
  const leave = () => setTarget(null);
  const trigger = cloneElement(children, {
    ...given,
    onPointerEnter: ({ pointerType, currentTarget }) => {
      if (pointerType === 'mouse' || by !== 'pointer') setTarget(currentTarget);
    },
    onPointerLeave: leave,
    'aria-describedby': opened ? id : undefined,
    ...(by === 'focus' && {
      onFocus: ({ currentTarget }) => {
        if (currentTarget.matches(':focus-visible')) setTarget(currentTarget);
      },
      onBlur: leave,
    }),
  });
  return (
    <>
      {trigger}
      {target && (
        <Suspense>
          <TipWords id={id} label={label} target={target} opened={opened} width={width} side={side} />
        </Suspense>
      )}
    </>
  );
}
