import type { SetOpening, SetSeal } from './test-seal.ts';

/** When the test part of a set was opened, in one sentence; null where it never was. */
export function openingsText({ openings }: Pick<SetSeal, 'openings'>): string | null {
  if (openings.length === 0) return null;
  const times = openings.length === 1 ? 'once' : `${openings.length} times`;
  const shown = openings.length > 3 ? openings.slice(-1) : openings;
  const when = shown.map(openingText).join('; ');
  return `Opened ${times}${openings.length > 3 ? ', last' : ':'} ${when}.`;
}

/** For instance "24/11/2026, 10:03, 3 runs, after 5 had been looked at". */
function openingText({ at, runs, before, unsealed }: SetOpening): string {
  const date = new Date(at).toLocaleString('en-GB', { dateStyle: 'short', timeStyle: 'short' });
  const which = `${runs} ${runs === 1 ? 'run' : 'runs'}`;
  if (unsealed) return `by ${date}, ${which}, before the lab had a seal`;
  return `${date}, ${which}${before > 0 ? `, after ${before} had been looked at` : ''}`;
}

/** Of a set whose test part is sealed: how many runs opening would show, and how many had been looked at before. */
export function sealedText(sealed: number, seen: number): string {
  const runs = sealed === 1 ? '1 run is scored on it' : `${sealed} runs are scored on it`;
  const before = seen === 0 ? 'none was looked at so far' : `${seen} looked at before`;
  return `${runs}, ${before}.`;
}

/** What the press beside the scores of a run opens: one seal for all runs of its set. */
export function opensText(sealed: number): string {
  const others = sealed - 1;
  const more = others === 0 ? '' : ` and ${others} ${others === 1 ? 'other' : 'others'}`;
  return `Open the test part for this run${more}`;
}
