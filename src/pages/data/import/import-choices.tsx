import { NativeSelect, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { ImportLook } from '../../../lab/import/look.ts';
import type { GivenImportOptions, ImportOptions } from '../../../lab/import/options.ts';
import { changeImport } from '../../../state/data/import.ts';
import { GreyWindow } from './grey-window.tsx';
import classes from './import-window.module.css';

const AXES_TEXT: Readonly<Record<ImportOptions['axes'], string>> = {
  NHW: 'images, height, width',
  NHWC: 'images, height, width, channels',
  NCHW: 'images, channels, height, width',
  NDHW: 'images, depth, height, width',
  NDHWC: 'images, depth, height, width, channels',
  NCDHW: 'images, channels, depth, height, width',
};

/** Every assumption of the import, each with what else it could be; only those that matter to these files. */
export function ImportChoices({ look }: { look: ImportLook }) {
  const { options } = look.plan;
  const { draw, group } = options;
  const isSquare = look.edges?.every((edge) => edge === look.edges![0]) ?? false;
  const isDrawn =
    !look.partsNamed ||
    options.parts === 'redraw' ||
    look.plan.will.some((text) => text.includes('drawn from'));
  return (
    <div className={classes.choices}>
      {look.axes.length > 1 && (
        <Choice
          label="Axes"
          value={options.axes}
          data={look.axes.map((value) => [value, AXES_TEXT[value]])}
          wide
          onChange={(axes) => ({ axes })}
        />
      )}
      {look.slices && (
        <Choice
          label="Numbered files and pages"
          value={options.volumes}
          data={[
            ['single', 'are images of their own'],
            ['slices', 'are slices of a volume'],
          ]}
          onChange={(volumes) => ({ volumes })}
        />
      )}
      {(look.greys.type === 'integer' || look.greys.type === 'float') && <GreyWindow look={look} />}
      {look.hasColour && (
        <Choice
          label="Colour"
          value={options.colour}
          data={[
            ['colour', 'kept'],
            ['grey', 'made grey'],
          ]}
          onChange={(colour) => ({ colour })}
        />
      )}
      {!isSquare && (
        <Choice
          label="Not square"
          value={options.square}
          data={[
            ['pad', 'padded with black'],
            ['crop', 'cropped to the middle'],
            ['stretch', 'stretched'],
          ]}
          onChange={(square) => ({ square })}
        />
      )}
      <Choice
        label="Size"
        value={String(options.size)}
        data={[
          ['own', 'as it is'],
          ...[28, 64, 128, 224].map((size): [string, string] => [String(size), `${size} pixels`]),
        ]}
        onChange={(size) => ({ size: size === 'own' ? 'own' : (Number(size) as 28 | 64 | 128 | 224) })}
      />
      {look.plan.task === 'multi-label' && look.plan.questions.length === 0 && (
        <Choice
          label="Columns"
          value={options.labels}
          data={[
            ['labels', 'labels that may come together'],
            ['classes', 'classes'],
          ]}
          onChange={(labels) => ({ labels })}
        />
      )}
      {look.partsNamed && (
        <Choice
          label="Parts"
          value={options.parts}
          data={[
            ['keep', 'as in the files'],
            ['redraw', 'drawn anew'],
          ]}
          onChange={(parts) => ({ parts })}
        />
      )}
      {isDrawn && (
        <>
          <Share label="Validation, %" value={draw.val} onChange={(val) => ({ draw: { ...draw, val } })} />
          <Share label="Test, %" value={draw.test} onChange={(test) => ({ draw: { ...draw, test } })} />
          <Field
            label="Seed of the draw"
            value={String(draw.seed)}
            isValid={(text) => /^\d{1,9}$/.test(text)}
            reason="A whole number of at most nine digits"
            onChange={(text) => ({ draw: { ...draw, seed: Number(text) } })}
          />
        </>
      )}
      {(look.columns.length > 0 || look.hasNames) && (
        <Choice
          label="Kept together"
          value={group === null ? '' : 'column' in group ? `column ${group.column}` : 'pattern'}
          data={[
            ['', 'nothing: each image by itself'],
            ...look.columns.map((name): [string, string] => [`column ${name}`, `images of one ${name}`]),
            ...(look.hasNames ? [['pattern', 'a part of the file name'] as [string, string]] : []),
          ]}
          onChange={(value) => ({
            group:
              value === ''
                ? null
                : value === 'pattern'
                  ? { pattern: look.likelyPattern ?? '^([^_-]+)' }
                  : { column: value.slice('column '.length) },
          })}
        />
      )}
      {group !== null && 'pattern' in group && (
        <Field
          label="Pattern of the name (the part in brackets)"
          value={group.pattern}
          isValid={(text) => text.length > 0}
          reason="A pattern"
          onChange={(pattern) => ({ group: { pattern } })}
        />
      )}
    </div>
  );
}

function Choice<Value extends string>({
  label,
  value,
  data,
  wide = false,
  onChange,
}: {
  label: string;
  value: Value;
  data: readonly (readonly [Value, string])[];
  /** Where its words are long. */
  wide?: boolean;
  onChange: (value: Value) => GivenImportOptions;
}): ReactNode {
  return (
    <NativeSelect
      size="sm"
      className={wide ? classes.wide! : ''}
      label={label}
      value={value}
      data={data.map(([option, text]) => ({ value: option, label: text }))}
      onChange={(event) => void changeImport(onChange(event.currentTarget.value as Value))}
    />
  );
}

function Share({
  label,
  value,
  onChange,
}: {
  label: string;
  value: number;
  onChange: (share: number) => GivenImportOptions;
}) {
  return (
    <Field
      label={label}
      value={String(Math.round(value * 1000) / 10)}
      isValid={(text) => text.trim() !== '' && Number(text) >= 1 && Number(text) <= 60}
      reason="From 1 to 60"
      onChange={(text) => onChange(Number(text) / 100)}
    />
  );
}

/** Text that counts when the field is left, or with Enter; what does not fit stays, with the reason. */
function Field({
  label,
  value,
  isValid,
  reason,
  onChange,
}: {
  label: string;
  value: string;
  isValid: (text: string) => boolean;
  /** What does fit. */
  reason: string;
  onChange: (text: string) => GivenImportOptions;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const take = () => {
    if (typed === null || !isValid(typed)) return;
    if (typed !== value) void changeImport(onChange(typed));
    setTyped(null);
  };
  return (
    <TextInput
      size="sm"
      label={label}
      value={typed ?? value}
      error={typed !== null && !isValid(typed) ? `${reason}. ${value} is kept.` : null}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === 'Enter') take();
      }}
    />
  );
}
