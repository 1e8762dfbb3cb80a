import { expect, it } from 'vitest';
import { buildText, labVersion } from './build-facts.ts';

const FACTS = {
  version: '0.1.0',
  commit: '3580f19c0f3f1a2b3c4d5e6f708192a3b4c5d6e7',
  changed: false,
  date: '2026-11-25T15:11:22+00:00',
};

it('names the commit as build metadata, and says where the sources were others', () => {
  expect(labVersion(FACTS)).toBe('0.1.0+3580f19c');
  expect(labVersion({ ...FACTS, changed: true })).toBe('0.1.0+3580f19c.changed');
  expect(labVersion({ ...FACTS, commit: null })).toBe('0.1.0');
});

it('tells a person the same in a sentence', () => {
  expect(buildText(FACTS)).toBe('Lab 0.1.0, commit 3580f19c of 2026-11-25.');
  expect(buildText({ ...FACTS, changed: true })).toBe(
    'Lab 0.1.0, built on 2026-11-25 from commit 3580f19c with changes.',
  );
  expect(buildText({ ...FACTS, commit: null })).toBe('Lab 0.1.0, built on 2026-11-25.');
});
