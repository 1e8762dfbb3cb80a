import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import classes from './film.module.css';

const STEP = 5;

/** Two pictures of the same thing, one over the other, with a divider between them to drag, by pointer or keyboard. */
export function Film({
  before,
  after,
  size,
  names,
  isDivided = true,
  label,
  foot,
}: {
  /** RGBA [size, size, 4]; null while it is on its way. */
  before: Uint8ClampedArray<ArrayBuffer> | null;
  after: Uint8ClampedArray<ArrayBuffer> | null;
  size: number;
  /** What stands left and right of the divider. */
  names: readonly [string, string];
  /** Whether there are two to compare: else the first stands alone. */
  isDivided?: boolean;
  label: string;
  /** Colour of the class, as a bar below. */
  foot?: string | undefined;
}) {
  const [chosen, setShare] = useState(50);
  const share = isDivided ? chosen : 100;
  const frame = useRef<HTMLDivElement>(null);
  const moveTo = (clientX: number) => {
    const { left, width } = frame.current!.getBoundingClientRect();
    setShare(Math.round(Math.min(100, Math.max(0, (100 * (clientX - left)) / width))));
  };
  const drag = (event: PointerEvent) => {
    if (event.buttons & 1) moveTo(event.clientX);
  };
  const keys: Readonly<Record<string, number>> = {
    ArrowLeft: share - STEP,
    ArrowDown: share - STEP,
    ArrowRight: share + STEP,
    ArrowUp: share + STEP,
    PageDown: share - 4 * STEP,
    PageUp: share + 4 * STEP,
    Home: 0,
    End: 100,
  };
  const press = (event: KeyboardEvent) => {
    const next = keys[event.key];
    if (next === undefined) return;
    event.preventDefault();
    setShare(Math.min(100, Math.max(0, next)));
  };
  return (
    <div className={classes.film}>
      <div
        ref={frame}
        className={classes.frame}
        data-coming={after === null || undefined}
        data-divided={isDivided || undefined}
        {...(isDivided && {
          onPointerDown: (event: PointerEvent) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            moveTo(event.clientX);
          },
          onPointerMove: drag,
        })}
      >
        <div role="img" aria-label={label} className={classes.pictures}>
          <Picture pixels={after} size={size} />
          <div className={classes.over} style={{ clipPath: `inset(0 ${100 - share}% 0 0)` }}>
            <Picture pixels={before} size={size} />
          </div>
        </div>
        {isDivided && (
          <>
            <Name share={share} at="left">
              {names[0]}
            </Name>
            <Name share={share} at="right">
              {names[1]}
            </Name>
            <div
              role="slider"
              tabIndex={0}
              className={classes.divider}
              style={{ left: `${share}%` }}
              aria-label={`Divider between ${names[0]} and ${names[1]}`}
              aria-orientation="horizontal"
              aria-valuemin={0}
              aria-valuemax={100}
              aria-valuenow={share}
              aria-valuetext={`${share} % ${names[0]}`}
              onKeyDown={press}
            />
          </>
        )}
      </div>
      <div className={classes.foot} style={foot ? { background: foot } : undefined} />
    </div>
  );
}

/** Each half bears its name, as the two would else look like one picture; gone where its half is too narrow for it. */
function Name({ share, at, children }: { share: number; at: 'left' | 'right'; children: string }) {
  const room = at === 'left' ? share : 100 - share;
  return (
    <span className={classes.name} data-at={at} hidden={room < 40} aria-hidden>
      {children}
    </span>
  );
}

function Picture({ pixels, size }: { pixels: Uint8ClampedArray<ArrayBuffer> | null; size: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (pixels) canvas.current?.getContext('2d')?.putImageData(new ImageData(pixels, size, size), 0, 0);
  }, [pixels, size]);
  return <canvas ref={canvas} width={size} height={size} className={classes.picture} />;
}
