import type { z } from '../../lab/zod.ts';

interface FieldBase {
  readonly key: string;
  readonly title: string;
  readonly description: string | undefined;
}

export interface NumberField extends FieldBase {
  readonly kind: 'number';
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
  readonly nullable: boolean;
  /** Set where a slider serves: the schema's own step. */
  readonly step: number | null;
}

export interface ChoiceField extends FieldBase {
  readonly kind: 'choice';
  readonly options: readonly string[];
}

export interface SwitchField extends FieldBase {
  readonly kind: 'switch';
}

export interface NumbersField extends FieldBase {
  readonly kind: 'numbers';
}

/** What a form draws for one entry of a schema. */
export type Field = NumberField | ChoiceField | SwitchField | NumbersField;

interface Definition {
  readonly type: string;
  readonly innerType?: z.ZodType;
}

/**
 * The fields of a settings schema, in its order; literals (a choice's `name`, a version) and nested objects are left
 * out, as they have places of their own.
 */
export function fieldsOf(schema: z.ZodObject): readonly Field[] {
  return Object.entries(schema.shape).flatMap(([key, type]) => {
    const field = fieldOf(key, type as z.ZodType);
    return field ? [field] : [];
  });
}

export function fieldOf(key: string, type: z.ZodType): Field | null {
  const meta = type.meta();
  const base = { key, title: meta?.title ?? key, description: meta?.description };
  let nullable = false;
  let inner = type;
  for (;;) {
    const definition = inner.def as unknown as Definition;
    if (!definition.innerType) break;
    nullable ||= definition.type === 'nullable';
    inner = definition.innerType;
  }
  switch ((inner.def as unknown as Definition).type) {
    case 'number': {
      const number = inner as z.ZodNumber;
      const integer = number.format === 'safeint';
      return {
        ...base,
        kind: 'number',
        min: number.minValue ?? Number.NEGATIVE_INFINITY,
        max: number.maxValue ?? Number.POSITIVE_INFINITY,
        integer,
        nullable,
        step: typeof meta?.step === 'number' ? meta.step : null,
      };
    }
    case 'enum':
      return { ...base, kind: 'choice', options: (inner as z.ZodEnum).options.map(String) };
    case 'boolean':
      return { ...base, kind: 'switch' };
    case 'array':
      return { ...base, kind: 'numbers' };
    default:
      return null;
  }
}
