/** The built app at the port of playwright.config.ts, built first where it is old. */
import { APP_FOLDERS, buildAppIfStale } from '../../scripts/app-build.mjs';
import { say } from '../../scripts/say.mjs';
import { serveLocalhost } from '../../scripts/serve-lab.mjs';

await buildAppIfStale(() => say('Building the lab…'));
await serveLocalhost(APP_FOLDERS, Number(process.argv[2]));
