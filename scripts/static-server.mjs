import { createServer } from 'node:http';
import send from 'send';
import { PAGE_HEADERS } from './page-headers.mjs';

/**
 * Names under assets/ hold a hash of their content, so they never go stale; all else is asked for anew.
 *
 * @param {string} path
 */
export function cacheRule(path) {
  return path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
}

/**
 * Serves folders as a static host does: ranges, ETags, 404 for what is not there.
 *
 * @param {readonly string[]} folders the first that has a file gives it
 * @param {{ port?: number, hosts?: readonly string[], headers?: Readonly<Record<string, string>> }} at port 0: any free one. By
 *   default only this machine is answered, with the headers of the lab's page
 * @returns {Promise<{ port: number, close(): Promise<void> }>}
 * @throws the error of `listen`, with code EADDRINUSE where the port is taken on one of the hosts
 */
export async function serveFolders(
  folders,
  { port = 0, hosts = ['127.0.0.1'], headers = PAGE_HEADERS } = {},
) {
  const servers = [];
  const close = () => Promise.all(servers.map(closed)).then(() => undefined);
  try {
    for (const host of hosts) {
      // All at the port that the first one got.
      const server = await listening(
        (request, response) => answer(folders, headers, request, response),
        port,
        host,
      );
      servers.push(server);
      port = server.address().port;
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { port, close };
}

function listening(handler, port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer(handler);
    server.once('error', reject).listen(port, host, () => resolve(server));
  });
}

function closed(server) {
  return new Promise((resolve) => {
    server.close(resolve);
    // Browsers keep their connections open.
    server.closeAllConnections();
  });
}

function answer([folder, ...others], headers, request, response) {
  const [path] = request.url.split('?');
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  send(request, path, { root: folder, cacheControl: false })
    .on('headers', () => response.setHeader('Cache-Control', cacheRule(path)))
    .on('error', (error) => {
      if (error.statusCode === 404 && others.length > 0) answer(others, headers, request, response);
      // The file was cut short while it was sent: the browser must see that it is not whole.
      else if (response.headersSent) response.destroy();
      else response.writeHead(error.statusCode, error.headers).end();
    })
    .pipe(response);
}
