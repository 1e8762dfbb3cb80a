import { availableParallelism, totalmem } from 'node:os';
import { OFF_ON_PROCESSOR } from '../../scripts/dawn-toggles.mjs';

const GIBIBYTE = 2 ** 30;

/**
 * Gives this Node process the WebGPU of a browser: Dawn, from the `webgpu` package, on whatever adapter its drivers
 * offer. To be called before tfjs is loaded, which looks for it then.
 *
 * @throws Error where the package has no binary for this machine, or lacks a library of the system
 */
export async function provideWebgpu(): Promise<void> {
  const { create, globals } = await import('webgpu');
  const { navigator: own } = globalThis as { readonly navigator?: Navigator };
  // Node has a navigator from version 21 on, whose values cannot be changed.
  const navigator = {
    userAgent: own?.userAgent ?? `Node.js/${process.versions.node}`,
    gpu: create(isOnProcessor() ? [`disable-dawn-features=${OFF_ON_PROCESSOR}`] : []),
    hardwareConcurrency: availableParallelism(),
    deviceMemory: totalmem() / GIBIBYTE,
  };
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
  Object.assign(globalThis, globals);
}

/** Whether the process was given the driver that computes on the processor (scripts/software-adapter.mjs). */
function isOnProcessor(): boolean {
  return process.env.VK_DRIVER_FILES?.includes('swiftshader') ?? false;
}
