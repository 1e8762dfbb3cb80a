import type { EpochScores } from '../light-table/epoch-scores.ts';
import { epochScoresSchema } from '../light-table/epoch-scores-schema.ts';
import { z } from '../zod.ts';

/** Scores of an epoch as JSON holds them. */
export interface PlainScores extends Omit<EpochScores, 'logits'> {
  /** Bits of each logit, half or single precision (IEEE 754). */
  readonly bits: 16 | 32;
  /** The logits one after the other, little-endian, as base64. */
  readonly logits: string;
}

export function plainScoresOf({ logits, ...rest }: EpochScores): PlainScores {
  const bits = logits instanceof Uint16Array ? 16 : 32;
  const bytes = new Uint8Array(logits.length * (bits / 8));
  const view = new DataView(bytes.buffer);
  logits.forEach((value, at) => {
    if (bits === 16) view.setUint16(2 * at, value, true);
    else view.setFloat32(4 * at, value, true);
  });
  return { ...rest, bits, logits: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')) };
}

/** @throws DOMException where the text is no base64, RangeError where it is not of whole numbers */
export function scoresOf({ logits: text, bits, ...rest }: PlainScores): EpochScores {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  if (bytes.length % (bits / 8) !== 0)
    throw new RangeError(`${bytes.length} bytes are no numbers of ${bits} bits.`);
  const count = bytes.length / (bits / 8);
  const logits =
    bits === 16
      ? Uint16Array.from({ length: count }, (_, at) => view.getUint16(2 * at, true))
      : Float32Array.from({ length: count }, (_, at) => view.getFloat32(4 * at, true));
  return { ...rest, logits };
}

/** Scores of epochs, ascending, as a run file holds them; each is read whole. */
export const plainScores = z.custom<readonly PlainScores[]>(
  (value) =>
    Array.isArray(value) &&
    value.every(
      (scores, at) => isReadable(scores) && (at === 0 || scores.epoch > (value[at - 1] as PlainScores).epoch),
    ),
  'Expected the scores of epochs',
);

function isReadable(scores: PlainScores): boolean {
  try {
    return (
      (scores.bits === 16 || scores.bits === 32) && epochScoresSchema.safeParse(scoresOf(scores)).success
    );
  } catch {
    return false;
  }
}
