import { readFileSync } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';
import { InferenceSession, Tensor } from 'onnxruntime-web';
import { linkTo, openLab, runRows, TINY, trainToEnd } from './support/lab-page.ts';
import { expect, test } from './support/test.ts';

test('the net of a finished run is saved with its card, and another program reads it', async ({ page }) => {
  await openLab(page, linkTo({ ...TINY, normalise: 'half' }));
  await trainToEnd(page);
  const save = async (format: string) => {
    await runRows(page)
      .first()
      .getByRole('button', { name: /^More about/ })
      .click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: format }).click();
    return unzipSync(readFileSync(await (await download).path()));
  };
  const { 'model.onnx': onnx, 'README.md': card } = await save('ONNX');
  expect(strFromU8(card!)).toContain('Pneumonia phantom');
  const session = await InferenceSession.create(onnx!);
  const image = new Tensor('float32', new Float32Array(2 * 28 * 28).fill(0.5), [2, 1, 28, 28]);
  const { scores } = await session.run({ image });
  const [first, second] = scores!.data as Float32Array;
  expect(first).toBeGreaterThan(0);
  expect(first).toBeLessThan(1);
  expect(second).toBe(first);
  expect(Object.keys(await save('safetensors (PyTorch)'))).toContain('model.safetensors');
  expect(Object.keys(await save('TensorFlow.js'))).toContain('weights.bin');
});
