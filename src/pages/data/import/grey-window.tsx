import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ImportLook } from '../../../lab/import/look.ts';
import type { GivenImportOptions } from '../../../lab/import/options.ts';
import { changeImport, useImport } from '../../../state/data/import.ts';
import classes from './import-window.module.css';

const WIDTH = 300;
const HEIGHT = 40;

/** Which values become black and white, on the histogram of those found. */
export function GreyWindow({ look: { greys, plan } }: { look: ImportLook }) {
  const given = useImport((state) => state.options.window);
  const { low, high } = plan.options.window;
  const { found, bins } = greys;
  const span = Math.max(found.high - found.low, Number.MIN_VALUE);
  const x = (value: number) => Math.min(WIDTH, Math.max(0, (WIDTH * (value - found.low)) / span));
  const tallest = Math.sqrt(Math.max(1, ...bins));
  const width = WIDTH / bins.length;
  const usual = greys.type === 'float' ? 'full' : 'found';
  const kind = given === undefined ? usual : typeof given === 'string' ? given : 'given';
  return (
    <fieldset className={classes.greys}>
      <legend className={classes.legend}>Values that become black and white</legend>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        className={classes.histogram}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Histogram of the values from ${found.low} to ${found.high}`}
      >
        <rect
          x={x(low)}
          width={Math.max(1, x(high) - x(low))}
          y={0}
          height={HEIGHT}
          className={classes.inside}
        />
        {bins.map((count, bin) => {
          const height = (HEIGHT * Math.sqrt(count)) / tallest;
          return (
            <rect
              // biome-ignore lint/suspicious/noArrayIndexKey: a bin is its place
              key={bin}
              x={bin * width}
              width={width}
              y={HEIGHT - height}
              height={height}
              className={classes.bin}
            />
          );
        })}
      </svg>
      <p className={classes.ends} aria-hidden>
        <span>{numberText(found.low)}</span>
        <span>{numberText(found.high)}</span>
      </p>
      <div className={classes.range}>
        <NativeSelect
          size="sm"
          label="Range"
          value={kind}
          data={[
            { value: 'found', label: 'least to largest' },
            { value: 'percentiles', label: 'the middle 99 %' },
            { value: 'full', label: greys.type === 'float' ? 'usual range' : 'range of the type' },
            { value: 'given', label: 'given' },
          ]}
          onChange={(event) => {
            const { value } = event.currentTarget;
            const window = value === 'given' ? { low, high } : value;
            void changeImport({ window: window as NonNullable<GivenImportOptions['window']> });
          }}
        />
        <Bound
          label="Black"
          value={low}
          isValid={(value) => value < high}
          reason={`A number below ${numberText(high)}`}
          onTake={(value) => ({ low: value, high })}
        />
        <Bound
          label="White"
          value={high}
          isValid={(value) => value > low}
          reason={`A number above ${numberText(low)}`}
          onTake={(value) => ({ low, high: value })}
        />
      </div>
    </fieldset>
  );
}

function Bound({
  label,
  value,
  isValid,
  reason,
  onTake,
}: {
  label: string;
  value: number;
  isValid: (value: number) => boolean;
  /** What does fit. */
  reason: string;
  onTake: (value: number) => { low: number; high: number };
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const wanted = typed === null || typed.trim() === '' ? Number.NaN : Number(typed.replace('−', '-'));
  const fits = Number.isFinite(wanted) && isValid(wanted);
  const take = () => {
    if (typed !== null && !fits) return;
    if (fits && wanted !== value) void changeImport({ window: onTake(wanted) });
    setTyped(null);
  };
  return (
    <TextInput
      size="sm"
      label={label}
      inputMode="decimal"
      value={typed ?? numberText(value)}
      error={typed !== null && !fits ? `${reason}. ${numberText(value)} is kept.` : null}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === 'Enter') take();
      }}
    />
  );
}

function numberText(value: number): string {
  return String(Number(value.toPrecision(7))).replace('-', '−');
}
