import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LabError } from '../src/lab/lab-error.ts';
import { runCampaign } from './campaign.ts';
import { require, target } from './target.ts';
import { TARGETS } from './targets/registry.ts';
import { inputOf, tryIndex, tryInput } from './try-input.ts';

/** So many inputs of each target; `npm run fuzz` tries more. */
const RUNS = 250;

describe.each(TARGETS.map((one) => [one.name, one] as const))('damaged %s', (_, one) => {
  it('are refused in words, or hold what the lab relies on', async () => {
    const failures: unknown[] = [];
    let accepted = 0;
    for (let index = 0; index < RUNS; index++) {
      const outcome = await tryInput(one, inputOf(one, 1, index), index);
      if (outcome.failure) failures.push(outcome.failure);
      if (outcome.accepted) accepted += 1;
    }
    expect(failures).toEqual([]);
    // Where all are refused, nothing is learnt of what is accepted; where none is, of what is refused.
    expect(accepted).toBeGreaterThan(RUNS / 50);
    expect(accepted).toBeLessThan(RUNS);
  });
});

describe('the fuzzer', () => {
  const fake = (check: (input: number) => void) =>
    target({ name: 'fake', inputs: fc.integer({ min: 0, max: 9 }), check });

  it('tells refusals, crashes and wrong accepts apart', async () => {
    const kindOf = async (check: (input: number) => void) => {
      const { accepted, failure } = await tryInput(fake(check), 1, 0);
      return accepted ? 'accepted' : (failure?.kind ?? 'refused');
    };
    expect(await kindOf(() => undefined)).toBe('accepted');
    expect(
      await kindOf(() => {
        throw new LabError('bad-recipe', 'No.', 'All is kept.');
      }),
    ).toBe('refused');
    expect(await kindOf(() => (undefined as unknown as string).length)).toBe('crash');
    expect(await kindOf(() => require(false, 'it does not hold'))).toBe('wrong accept');
  });

  it('counts an input that cannot be made', async () => {
    const inputs = fc.constant(0).map((): number => {
      throw new RangeError('no such input');
    });
    const outcome = await tryIndex(target({ name: 'fake', inputs, check: () => undefined }), 1, 7, () => {
      throw new Error('nothing was made');
    });
    expect(outcome).toMatchObject({ accepted: false, failure: { index: 7, kind: 'crash' } });
  });

  it('tries the same inputs for the same seed', () => {
    const [first] = TARGETS;
    expect(inputOf(first!, 3, 5)).toEqual(inputOf(first!, 3, 5));
    expect(inputOf(first!, 3, 5)).not.toEqual(inputOf(first!, 4, 5));
  });

  it('ends what hangs, counts it, and goes on after it', async () => {
    const thread = new URL('./testing/hanging-thread.mjs', import.meta.url);
    const limits = { runs: 5, until: Number.POSITIVE_INFINITY };
    const { tried, failures } = await runCampaign('any', 1, limits, 0, thread);
    expect(tried).toBe(5);
    expect(failures).toMatchObject([{ index: 2, kind: 'hang' }]);
  });

  it('tries a real target in a thread', async () => {
    const limits = { runs: 60, until: Number.POSITIVE_INFINITY };
    expect(await runCampaign('recipe links', 1, limits)).toMatchObject({ tried: 60, failures: [] });
  });
});
