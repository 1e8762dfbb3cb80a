import { fork } from 'node:child_process';
import { bundleIfStale } from '../../scripts/cli-build.mjs';
import { softwareAdapterEnvironment } from '../../scripts/software-adapter.mjs';
import { virtualModules } from '../../scripts/virtual-modules.ts';
import {
  addEvent,
  type BenchEvent,
  type DeviceReport,
  emptyReport,
} from '../../src/lab/bench/device-report.ts';
import type { BenchRequest } from '../report.ts';

/**
 * Our `webgpu` backend and the stock one on this machine's own driver, in Node: roofs, steps and layers, with shares of
 * the roof and ratios. Where there is no driver, on the one that Chromium brings along.
 *
 * @throws Error where there is neither
 */
export async function measureInNode(request: BenchRequest): Promise<DeviceReport> {
  const script = await bundleIfStale('bench-in-node.mjs', 'bench/in-node/host.ts', virtualModules());
  const own = await measureWith(script, request, {});
  if (own) return own;
  const environment = softwareAdapterEnvironment();
  const software = environment && (await measureWith(script, request, environment));
  if (!software) throw new Error('Node finds no graphics adapter, and there is no driver of Chromium.');
  return software;
}

/** @returns null where there is no adapter */
async function measureWith(
  script: string,
  request: BenchRequest,
  environment: Readonly<Record<string, string>>,
): Promise<DeviceReport | null> {
  const child = fork(script, [], {
    env: { ...process.env, ...environment },
    serialization: 'advanced',
  });
  let report = emptyReport('thorough', new Date().toISOString());
  child.on('message', (event: BenchEvent) => {
    if (event.kind === 'measuring') {
      console.error(`${event.done + 1} of ${event.total}: ${event.name} on ${event.backend}`);
    }
    report = addEvent(report, event);
  });
  child.send(request);
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`The process that measures ended with the code ${code}.`);
  return report.environment?.adapter ? report : null;
}
