import open from 'open';
import { say } from './say.mjs';
import { serveFolders } from './static-server.mjs';

/** A browser keeps runs and files by address, port included: the same one each time, where it can be had. */
const USUAL_PORT = 4173;
const MOST_TRIES = 20;

/**
 * Serves the lab at localhost, at the usual port or, where it is taken, at the next free one; tells the address, and
 * opens it in the person's browser where there is a desktop.
 *
 * @param {readonly string[]} folders as serveFolders takes them
 * @param {boolean} mayOpen false: nothing is opened
 */
export async function serveLab(folders, mayOpen) {
  const { port } = await serveFrom(folders, USUAL_PORT);
  const address = `http://localhost:${port}/`;
  if (port !== USUAL_PORT) {
    say(
      `Port ${USUAL_PORT} is taken, by another lab perhaps: this one is at ${port}. ` +
        'Runs and files belong to an address, so those of the other are not seen here.',
    );
  }
  console.log(`The lab is ready: ${address} (Ctrl+C ends it)`);
  if (mayOpen && hasDesktop(process.env, process.platform)) await openPage(address);
}

async function serveFrom(folders, port) {
  try {
    return await serveLocalhost(folders, port);
  } catch (error) {
    if (error.code !== 'EADDRINUSE' || port === USUAL_PORT + MOST_TRIES) throw error;
    return await serveFrom(folders, port + 1);
  }
}

/** Browsers take localhost for either address; some machines have only one of them. */
export async function serveLocalhost(folders, port) {
  try {
    return await serveFolders(folders, { port, hosts: ['127.0.0.1', '::1'] });
  } catch (error) {
    if (error.code !== 'EADDRNOTAVAIL' && error.code !== 'EAFNOSUPPORT') throw error;
    return await serveFolders(folders, { port, hosts: ['127.0.0.1'] });
  }
}

/** Whether a page that is opened here appears before a person. */
function hasDesktop({ CI, SSH_CONNECTION, DISPLAY, WAYLAND_DISPLAY }, platform) {
  if (CI || SSH_CONNECTION) return false;
  return platform === 'darwin' || platform === 'win32' || Boolean(DISPLAY || WAYLAND_DISPLAY);
}

/** The address is on the screen already: without a browser to open there is nothing lost. */
async function openPage(address) {
  const opener = await open(address).catch(() => null);
  opener?.once('error', () => undefined);
}
