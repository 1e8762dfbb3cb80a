import { SegmentedControl, Slider, Switch, Text, TextInput } from '@mantine/core';
import type { z } from '../../lab/zod.ts';
import { Refusal, useWayBack } from '../../ui/refusal.tsx';
import { FieldLabel } from '../../ui/term.tsx';
import { useDraft } from '../../ui/use-draft.ts';
import { type Field, fieldsOf, type NumberField } from './schema-fields.ts';
import classes from './schema-form.module.css';

type Values = Readonly<Record<string, unknown>>;

/** A form drawn from a zod object: one control for each field; only valid values come out of it. */
export function SchemaForm({
  schema,
  values,
  onChange,
  only,
  disabled = false,
}: {
  schema: z.ZodObject;
  values: Values;
  onChange: (change: Values) => void;
  /** Keys to draw, in this order; default: all. */
  only?: readonly string[];
  disabled?: boolean;
}) {
  const all = fieldsOf(schema);
  const fields = only ? only.flatMap((key) => all.find((field) => field.key === key) ?? []) : all;
  return (
    <div className={classes.form}>
      {fields.map((field) => (
        <SchemaControl
          key={field.key}
          field={field}
          type={schema.shape[field.key] as z.ZodType}
          value={values[field.key]}
          disabled={disabled}
          onChange={(value) => onChange({ [field.key]: value })}
        />
      ))}
    </div>
  );
}

interface ControlProps<Of extends Field> {
  readonly field: Of;
  readonly type: z.ZodType;
  readonly value: unknown;
  readonly disabled: boolean;
  readonly onChange: (value: unknown) => void;
}

function SchemaControl(props: ControlProps<Field>) {
  const { field, value, onChange, disabled } = props;
  const label = <FieldLabel title={field.title} description={field.description} />;
  switch (field.kind) {
    case 'choice':
      return (
        <div className={classes.wide}>
          <Text size="xs" fw={500} mb={4}>
            {label}
          </Text>
          <SegmentedControl
            size="xs"
            fullWidth
            aria-label={field.title}
            data={field.options.map((option) => ({ value: option, label: option }))}
            value={String(value)}
            disabled={disabled}
            onChange={onChange}
          />
        </div>
      );
    case 'switch':
      return (
        <Switch
          size="xs"
          label={label}
          checked={value === true}
          disabled={disabled}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case 'numbers':
      return <NumbersControl {...props} label={label} />;
    case 'number':
      return field.step === null ? (
        <NumberControl {...props} field={field} label={label} />
      ) : (
        <SliderControl {...props} field={field} label={label} />
      );
  }
}

function SliderControl({
  field,
  value,
  onChange,
  disabled,
  label,
}: ControlProps<NumberField> & { label: React.ReactNode }) {
  const step = field.step!;
  const decimals = Math.max(0, Math.ceil(-Math.log10(step)));
  return (
    <div className={classes.slider}>
      <Text size="xs" fw={500} component="span">
        {label}
      </Text>
      <Slider
        size="sm"
        thumbLabel={field.title}
        label={null}
        min={field.min}
        max={field.max}
        step={step}
        value={Number(value)}
        disabled={disabled}
        onChange={(next) => onChange(Number(next.toFixed(decimals + 1)))}
      />
      <Text size="xs" className={classes.value} component="span">
        {Number(value).toFixed(decimals)}
      </Text>
    </div>
  );
}

function NumberControl({
  field,
  type,
  value,
  onChange,
  disabled,
  label,
}: ControlProps<NumberField> & { label: React.ReactNode }) {
  const kept = value === null ? '' : String(value);
  const { shown, invalid, change, leave, back } = useDraft(kept, (text) => {
    const parsed = type.safeParse(read(text, field));
    if (!parsed.success) return null;
    onChange(parsed.data);
    return parsed.data === null ? '' : String(parsed.data);
  });
  const { field: input, goBack } = useWayBack(back);
  return (
    <TextInput
      ref={input}
      type="number"
      inputMode={field.integer ? 'numeric' : 'decimal'}
      size="xs"
      label={label}
      classNames={{ description: classes.description! }}
      description={field.description}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      value={shown}
      disabled={disabled}
      min={Number.isFinite(field.min) ? field.min : undefined}
      max={Number.isFinite(field.max) ? field.max : undefined}
      step={field.integer ? 1 : 'any'}
      placeholder={field.nullable ? 'never' : ''}
      error={invalid && <Refusal reason={bounds(field)} kept={kept || 'never'} onBack={goBack} />}
      onChange={(event) => change(event.currentTarget.value)}
      onBlur={leave}
    />
  );
}

function read(text: string, field: NumberField): unknown {
  if (text === '') return field.nullable ? null : undefined;
  return Number(text);
}

function bounds({ min, max, integer }: NumberField): string {
  const kind = integer ? 'A whole number' : 'A number';
  return Number.isFinite(min) ? `${kind} from ${min} to ${max}` : `${kind} above 0, up to ${max}`;
}

/** Numbers between commas. */
function NumbersControl({
  field,
  type,
  value,
  onChange,
  disabled,
  label,
}: ControlProps<Field> & { label: React.ReactNode }) {
  const numbers = (text: string) =>
    text
      .split(/[\s,;]+/)
      .filter((word) => word !== '')
      .map(Number);
  const kept = (value as readonly number[]).join(', ');
  const { shown, invalid, change, leave, back } = useDraft(kept, (text) => {
    const parsed = type.safeParse(numbers(text));
    if (!parsed.success) return null;
    onChange(parsed.data);
    return (parsed.data as readonly number[]).join(', ');
  });
  const { field: input, goBack } = useWayBack(back);
  return (
    <TextInput
      ref={input}
      size="xs"
      label={label}
      classNames={{ description: classes.description! }}
      description={field.description}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      value={shown}
      disabled={disabled}
      placeholder="never"
      error={
        invalid && (
          <Refusal reason="Numbers from 0 to 1, between commas" kept={kept || 'never'} onBack={goBack} />
        )
      }
      onChange={(event) => change(event.currentTarget.value)}
      onBlur={leave}
    />
  );
}
