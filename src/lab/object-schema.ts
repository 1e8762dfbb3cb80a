import { z } from './zod.ts';

/** A schema for each field of a type, for those too that may be absent: the compiler asks for it when one is added. */
export type Fields<Type> = {
  readonly [Key in keyof Type]-?: object extends Pick<Type, Key>
    ? z.ZodType<Type[Key] | undefined>
    : z.ZodType<Type[Key]>;
};

/** A schema that takes the fields of a type and no others. */
export function objectSchema<Type extends object>(fields: Fields<Type>): z.ZodType<Type> {
  return z.strictObject(fields) as unknown as z.ZodType<Type>;
}

/** Numbers of a curve or of predictions: checked in one pass, as there may be millions. */
export const finiteNumbers = z.custom<readonly number[]>(
  (value) => Array.isArray(value) && value.every(Number.isFinite),
  'Expected a list of finite numbers',
);

export const count = z.int().min(0);

/** Milliseconds since the epoch that a date can hold (ECMA-262, "Time Values"): others throw when they are written out. */
export const time = z.number().min(0).max(8.64e15);

/** What does not fit, in one line: at most three places, as a damaged file may have thousands. */
export function issuesText({ issues }: z.ZodError): string {
  const told = issues.slice(0, 3).map(({ path, message }) => {
    const place = path.map(String).join('.');
    return place === '' ? message : `${place}: ${message}`;
  });
  return [...told, ...(issues.length > 3 ? [`and ${issues.length - 3} more`] : [])].join('; ');
}
