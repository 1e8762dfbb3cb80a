import { arithmetic } from '../../scripts/arithmetic-plugin.ts';
import { buildFacts } from '../../scripts/build-facts-plugin.ts';
import { bundleIfStale } from '../../scripts/cli-build.mjs';

/** The engine in one file, built anew where its sources are newer; its path. */
export async function builtEngine(): Promise<string> {
  return await bundleIfStale('node-engine.mjs', 'cli/node-engine/host.ts', [arithmetic(), buildFacts()]);
}
