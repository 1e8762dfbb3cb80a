import type { Plugin } from 'vite';
import { arithmetic } from './arithmetic-plugin.ts';
import { assemblyScript } from './assemblyscript-plugin.ts';
import { buildFacts } from './build-facts-plugin.ts';

/**
 * What serves each `virtual:…` module that the sources import: anything that bundles them needs all, the bundles of
 * workers too. A new list for each call, as a bundle wants plugins of its own.
 */
export function virtualModules(): Plugin[] {
  return [assemblyScript(), arithmetic(), buildFacts()];
}
