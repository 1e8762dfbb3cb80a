import { afterEach, expect, test, vi } from 'vitest';
import { saveFile } from './save-file.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** A browser's process that opens the address of a download only after a while, as on a busy machine. */
test('the address of a download is good until the browser has had time to open it, and is given up then', () => {
  vi.useFakeTimers();
  const good = new Set<string>();
  vi.spyOn(URL, 'createObjectURL').mockImplementation(() => {
    good.add('blob:1');
    return 'blob:1';
  });
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation((address) => void good.delete(address));
  const link = { href: '', download: '', click: vi.fn() };
  vi.stubGlobal('document', { createElement: () => link });
  saveFile('a/b.svg', '<svg/>', 'image/svg+xml');
  expect(link.click).toHaveBeenCalledOnce();
  expect(link.href).toBe('blob:1');
  vi.advanceTimersByTime(30_000);
  expect(good).toEqual(new Set(['blob:1']));
  vi.advanceTimersByTime(30_000);
  expect(good).toEqual(new Set());
});
