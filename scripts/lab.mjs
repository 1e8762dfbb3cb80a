/**
 * The lab without a screen: `npm run lab`. The command line is TypeScript; it is bundled once, into build/lab.mjs, and
 * again where its sources are newer, since compiling it at every start takes longer than a small training.
 */
import { installPackages } from './packages.mjs';

installPackages('the command line lab runs on them.');
const { bundleCliIfStale } = await import('./cli-build.mjs');
await import(await bundleCliIfStale());
