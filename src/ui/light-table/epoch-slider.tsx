import { type CSSProperties, useEffect, useRef, useState } from 'react';
import classes from './epoch-slider.module.css';

/** How long each epoch stays while they are played, in milliseconds: a glide, and a moment to look. */
const BEAT_MS = 500;

/** Moves the table through the epochs: by hand, by key, or by itself. */
export function EpochSlider({
  epochs,
  position,
  best,
  planned,
  onPosition,
}: {
  epochs: readonly { readonly epoch: number }[];
  /** 0: before the first one. */
  position: number;
  /** The epoch by which the run is judged, where it is known. */
  best: number | null;
  /** Epochs that the run was to have, as the list of runs counts them: those done may be fewer. */
  planned: number;
  onPosition: (position: number) => void;
}) {
  const [playing, setPlaying] = useState(false);
  const range = useRef<HTMLInputElement>(null);
  const last = epochs.length;
  useEffect(() => {
    if (!playing) return;
    if (position >= last) {
      setPlaying(false);
      return;
    }
    const timer = setTimeout(() => onPosition(position + 1), BEAT_MS);
    return () => clearTimeout(timer);
  }, [playing, position, last, onPosition]);
  const said = position === 0 ? 'before training' : `epoch ${epochs[position - 1]!.epoch} of ${planned}`;
  const bestPosition = epochs.findIndex(({ epoch }) => epoch === best) + 1;
  return (
    <div className={classes.time}>
      <button
        type="button"
        className={classes.play}
        disabled={last === 0}
        aria-label={playing ? 'Stop playing' : 'Play the epochs'}
        onClick={() => {
          if (!playing && position >= last) onPosition(0);
          setPlaying(!playing);
        }}
      >
        <svg viewBox="0 0 16 16" aria-hidden>
          <path d={playing ? 'M3 2h4v12H3zM9 2h4v12H9z' : 'M4 2l10 6-10 6z'} />
        </svg>
      </button>
      <input
        ref={range}
        type="range"
        className={classes.range}
        aria-label="Epoch on the table"
        aria-valuetext={said}
        min={0}
        max={Math.max(1, last)}
        style={{ '--share': position / Math.max(1, last) } as CSSProperties}
        step={1}
        value={position}
        disabled={last === 0}
        onChange={(event) => {
          setPlaying(false);
          onPosition(Number(event.currentTarget.value));
        }}
      />
      <span className={classes.epoch}>{said}</span>
      {bestPosition > 0 && bestPosition < last && (
        <button
          type="button"
          className={classes.best}
          // Its room stays, so that the slider does not move under the hand.
          style={{ visibility: position === bestPosition ? 'hidden' : 'visible' }}
          aria-label={`best: ${best}, show this epoch`}
          onClick={() => {
            setPlaying(false);
            onPosition(bestPosition);
            range.current?.focus();
          }}
        >
          best: {best}
        </button>
      )}
    </div>
  );
}
