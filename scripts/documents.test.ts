import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PAGE_HEADERS } from './page-headers.mjs';

const read = (file: string) => readFileSync(resolve(import.meta.dirname, '..', file), 'utf8');
const { version, license } = JSON.parse(read('package.json')) as { version: string; license: string };

describe('docs/hosting.md', () => {
  const sections = read('docs/hosting.md').split(/^## /m);

  it.each(['Netlify', 'nginx', 'S3'])('tells %s to send what our own server sends', (host) => {
    const section = sections.find((text) => text.startsWith(host))!;
    for (const [name, value] of Object.entries(PAGE_HEADERS)) {
      if (name !== 'Content-Security-Policy') expect(section).toContain(name);
      expect(section).toContain(value);
    }
    expect(section).toContain('public, max-age=31536000, immutable');
  });
});

it('licence and citation say what package.json says', () => {
  expect(read('LICENSE')).toMatch(new RegExp(`^${license} License`));
  expect(read('CITATION.cff')).toContain(`\nlicense: ${license}\n`);
  expect(read('CITATION.cff')).toContain(`\nversion: ${version}\n`);
});
