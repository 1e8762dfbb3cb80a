import type { z } from '../zod.ts';

/** One entry of a registry whose settings a form can draw: a loss, an optimizer. */
export interface Choice<Settings extends z.ZodObject = z.ZodObject> {
  readonly label: string;
  /** One line for a student. */
  readonly explanation: string;
  /** Word used in the name of a run. */
  readonly shortName: string;
  readonly settings: Settings;
}

export function defineChoice<Settings extends z.ZodObject>(choice: Choice<Settings>): Choice<Settings> {
  return choice;
}
