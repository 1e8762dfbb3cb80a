import type fc from 'fast-check';

/** One kind of input from outside, and what must hold of whatever is accepted. */
export interface Target {
  readonly name: string;
  /** Inputs near valid ones: most are broken in some way that the format itself suggests. */
  readonly inputs: fc.Arbitrary<unknown>;
  /**
   * Reads an input and, where it is accepted, uses it as the lab would.
   *
   * @throws LabError where it is refused, which is right
   * @throws WrongAccept where something was accepted that does not hold what the lab relies on
   */
  check(input: never): Promise<void> | void;
}

export function target<Input>(definition: {
  readonly name: string;
  readonly inputs: fc.Arbitrary<Input>;
  check(input: Input): Promise<void> | void;
}): Target {
  return definition;
}

/** Something was let in that should not have been. */
export class WrongAccept extends Error {}

export function require(holds: boolean, what: string): asserts holds {
  if (!holds) throw new WrongAccept(what);
}
