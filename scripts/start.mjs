/**
 * `npm start [-- --no-open]`: installs the packages where they are missing, builds the lab where the build
 * is old, and serves it to the person's own browser until it is interrupted. No other browser is needed.
 */
import { parseArgs } from 'node:util';
import { installPackages } from './packages.mjs';
import { say } from './say.mjs';

function readMayOpen() {
  try {
    return parseArgs({ options: { open: { type: 'boolean', default: true } }, allowNegative: true }).values
      .open;
  } catch (error) {
    say(`${error.message}\nUsage: npm start [-- --no-open]`);
    process.exit(2);
  }
}

const mayOpen = readMayOpen();
installPackages('the page is built with them.');
const { APP_FOLDERS, buildAppIfStale } = await import('./app-build.mjs');
const { serveLab } = await import('./serve-lab.mjs');
await buildAppIfStale(() => say('Building the lab…'));
await serveLab(APP_FOLDERS, mayOpen);
