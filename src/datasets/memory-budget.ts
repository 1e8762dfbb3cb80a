import { formatBytes } from '../lab/format-bytes.ts';
import { LabError } from '../lab/lab-error.ts';

const GIB = 2 ** 30;

/** What a set may take where the browser does not say how much memory there is (Firefox, Safari, Node). */
const UNKNOWN_MEMORY_BUDGET = 2 * GIB;

/**
 * Bytes that the pixels and labels of one set may take: half of the memory that the browser reports
 * (`navigator.deviceMemory`, in GiB, rounded and capped for privacy), since weights, activations and the page need the
 * rest.
 */
export function memoryBudget(): number {
  const { deviceMemory } = (globalThis.navigator ?? {}) as { deviceMemory?: number };
  return deviceMemory ? (deviceMemory * GIB) / 2 : UNKNOWN_MEMORY_BUDGET;
}

/**
 * @param what the set or the file, for the message
 * @param bytes pixels and labels, unpacked
 * @throws LabError `too-large` if the set does not fit into the budget
 */
export function requireMemory(what: string, bytes: number, budget = memoryBudget()): void {
  if (bytes <= budget) return;
  throw new LabError(
    'too-large',
    `${what} takes ${formatBytes(bytes)} unpacked; this device leaves ${formatBytes(budget)} for a data set.`,
    'Nothing was loaded. Choose a smaller image size (28 or 64), a smaller set, or a device with more memory.',
  );
}

/**
 * Room for the pixels of one split.
 *
 * @throws LabError `too-large` if the engine refuses
 */
export function allocate(what: string, bytes: number): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(bytes);
  } catch (cause) {
    throw new LabError(
      'too-large',
      `${what} takes ${formatBytes(bytes)}, and the browser could not reserve that much memory.`,
      'Close other tabs, or choose a smaller image size.',
      { cause },
    );
  }
}
