/** Installs what is missing, builds the lab, and serves it until it is interrupted. */
import './setup.mjs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { build, preview } = await import('vite');

console.log('Building the lab…');
await build({ root, logLevel: 'warn' });
const server = await preview({ root });
server.printUrls();
console.log('The lab is ready: open the address above. Ctrl+C ends it.');
