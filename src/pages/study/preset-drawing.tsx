import type { ReactNode } from 'react';
import classes from './preset-cards.module.css';

const INK = 'var(--lab-axis)';
const ACCENT = 'var(--mantine-primary-color-filled)';

const range = (count: number) => Array.from({ length: count }, (_, index) => index);

/** A grid of recipes, of which none is marked: which one is best is the question. */
function Grid({ columns, rows }: { columns: number; rows: number }) {
  return range(rows).flatMap((row) =>
    range(columns).map((column) => (
      <rect
        key={`${row} ${column}`}
        x={60 - columns * 8 + column * 16}
        y={28 - rows * 6 + row * 12}
        width={13}
        height={9}
        rx={2}
        fill={INK}
        opacity={0.25 + 0.12 * ((row * 3 + column * 5) % 5)}
      />
    )),
  );
}

/** Two classes of unequal size, and what a strategy makes of them. */
function Bars() {
  return (
    <>
      <rect x={22} y={8} width={14} height={40} fill={INK} />
      <rect x={40} y={34} width={14} height={14} fill={ACCENT} />
      <path d="M62,28h10m-4,-4l4,4l-4,4" stroke={INK} fill="none" strokeWidth={1.5} />
      <rect x={80} y={8} width={14} height={40} fill={INK} />
      <rect x={98} y={8} width={14} height={40} fill={ACCENT} opacity={0.4} />
      <rect x={98} y={34} width={14} height={14} fill={ACCENT} />
    </>
  );
}

/** One image and its mirror image, and one with noise. */
function Copies() {
  return (
    <>
      {[16, 50, 84].map((x, index) => (
        <g key={x}>
          <rect x={x} y={13} width={28} height={30} rx={3} fill="none" stroke={INK} />
          <path
            d={index === 1 ? `M${x + 20},19c-9,2 -12,9 -11,18` : `M${x + 8},19c9,2 12,9 11,18`}
            stroke={ACCENT}
            strokeWidth={3}
            fill="none"
          />
          {index === 2 &&
            range(14).map((dot) => (
              <circle key={dot} cx={x + 4 + ((dot * 7) % 21)} cy={17 + ((dot * 11) % 23)} r={1} fill={INK} />
            ))}
        </g>
      ))}
    </>
  );
}

/** A curve over a growing number of images. */
function Growth() {
  return (
    <>
      <path d="M16,46h92" stroke={INK} />
      <path d="M20,42C34,20 56,14 106,11" stroke={ACCENT} strokeWidth={2.5} fill="none" />
      {[20, 30, 46, 70, 106].map((x, index) => (
        <circle key={x} cx={x} cy={[42, 30, 20, 15, 11][index]} r={3} fill={ACCENT} />
      ))}
    </>
  );
}

/** Images of two classes, of which some bear the wrong one. */
function Labels() {
  return range(18).map((index) => {
    const [x, y] = [18 + (index % 6) * 17, 12 + Math.floor(index / 6) * 15];
    const isWrong = index === 4 || index === 9 || index === 17;
    return (
      <g key={index}>
        <circle cx={x} cy={y} r={5} fill={index % 6 < 3 !== isWrong ? INK : ACCENT} />
        {isWrong && <circle cx={x} cy={y} r={7.5} fill="none" stroke={ACCENT} />}
      </g>
    );
  });
}

/** The same images five times, of which another part validates each time. */
function Folds() {
  return range(5).flatMap((row) =>
    range(5).map((fold) => (
      <rect
        key={`${row} ${fold}`}
        x={14 + fold * 19}
        y={6 + row * 9}
        width={17}
        height={7}
        rx={1.5}
        fill={row === fold ? ACCENT : INK}
        opacity={row === fold ? 1 : 0.45}
      />
    )),
  );
}

/** A number in 32 bits, and in 16. */
function Bits() {
  return [32, 16].flatMap((bits, row) =>
    range(bits).map((bit) => (
      <rect
        key={`${bits} ${bit}`}
        x={12 + bit * 3}
        y={12 + row * 18}
        width={2}
        height={13}
        fill={bit === 0 ? ACCENT : INK}
        opacity={bit > 8 ? 0.5 : 1}
      />
    )),
  );
}

/** What val claims of two ways, and what test gives. */
function Forks() {
  return (
    <>
      <path d="M24,12L98,40" stroke={ACCENT} strokeWidth={2.5} />
      <path d="M24,24L98,22" stroke={INK} strokeWidth={2.5} />
      {[
        [24, 12, ACCENT],
        [98, 40, ACCENT],
        [24, 24, INK],
        [98, 22, INK],
      ].map(([x, y, fill]) => (
        <circle key={`${x} ${y}`} cx={x} cy={y} r={3.5} fill={String(fill)} />
      ))}
      <path d="M24,6v44M98,6v44" stroke={INK} opacity={0.5} />
    </>
  );
}

/** An order that another draw changes. */
function Podium() {
  return (
    <>
      {[
        [20, 24],
        [36, 12],
        [52, 30],
      ].map(([x, y]) => (
        <rect key={x} x={x} y={y} width={13} height={48 - y!} fill={x === 36 ? ACCENT : INK} />
      ))}
      {[
        [72, 14],
        [88, 28],
        [104, 22],
      ].map(([x, y]) => (
        <rect key={x} x={x! - 4} y={y} width={13} height={48 - y!} fill={x === 88 ? ACCENT : INK} />
      ))}
    </>
  );
}

/** The layers of a net, taken over by another, whose head is its own. */
function Transfer() {
  return (
    <>
      {range(4).flatMap((layer) =>
        [24, 78].map((x) => (
          <rect
            key={`${layer} ${x}`}
            x={x - 2 + layer * 2}
            y={38 - layer * 10}
            width={24 - layer * 4}
            height={7}
            rx={2}
            fill={layer === 3 && x === 78 ? ACCENT : INK}
            opacity={layer === 3 && x === 24 ? 0.35 : 1}
          />
        )),
      )}
      <path d="M56,32h12m-4,-4l4,4l-4,4" stroke={INK} fill="none" strokeWidth={1.5} />
    </>
  );
}

const DRAWINGS: Readonly<Record<string, ReactNode>> = {
  'seed-study': <Grid columns={5} rows={4} />,
  'seed-study-tuning': <Grid columns={6} rows={2} />,
  balancing: <Bars />,
  augmentation: <Copies />,
  'data-size': <Growth />,
  'label-noise': <Labels />,
  folds: <Folds />,
  precision: <Bits />,
  pitfalls: <Forks />,
  'rank-by-test': <Podium />,
  transfer: <Transfer />,
};

/** What a ready-made study asks, as a drawing; a grid of recipes for one that has none of its own. */
export function PresetDrawing({ id }: { id: string }) {
  return (
    <svg viewBox="0 0 120 56" className={classes.drawing} aria-hidden>
      {DRAWINGS[id] ?? <Grid columns={4} rows={3} />}
    </svg>
  );
}
