import { expect, it } from 'vitest';
import { drawDigests } from './testing/draw-digests.ts';
import { FIXED_DRAWS } from './testing/fixed-draws.ts';

it('normal draws and augmented batches are the same bytes in every engine: here Node’s', async () => {
  expect(await drawDigests()).toEqual(FIXED_DRAWS);
});
