import { readFileSync } from 'node:fs';

/** What the browser fetches before the page can be used: the entry and what index.html names beside it. */
function initial(extension) {
  const html = readFileSync('dist/index.html', 'utf8');
  const files = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map((match) => `dist/${match[1]}`);
  return files.filter((file) => file.endsWith(extension));
}

export default [
  { name: 'first load, scripts', path: initial('.js'), limit: '200 kB', brotli: true },
  { name: 'first load, styles', path: initial('.css'), limit: '20 kB', brotli: true },
  { name: 'charts, fetched when idle', path: 'dist/assets/curve-chart*.js', limit: '100 kB', brotli: true },
];
