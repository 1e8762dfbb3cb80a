import type { Page } from '@playwright/test';
import axe from 'axe-core';

interface Search {
  /** Selector of the part that is looked at; the whole page unless it is given. */
  readonly within?: string;
  /** Only these rules. */
  readonly rules?: readonly string[];
  readonly withoutRule?: string;
}

/**
 * Everything that axe finds amiss, as text. Asked in the page itself: axe's own driver for Playwright sends all that passed
 * to the test, and opens a second page for each report, which takes six times as long.
 */
export async function faults(page: Page, search: Search = {}): Promise<string[]> {
  return (await violations(page, search)).map(({ text }) => text);
}

/** Only what stands in a person's way. */
export async function seriousFaults(page: Page, search: Search = {}): Promise<string[]> {
  return (await violations(page, search))
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ text }) => text);
}

async function violations(
  page: Page,
  { within = 'html', rules, withoutRule }: Search,
): Promise<{ impact: string | null | undefined; text: string }[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const options: axe.RunOptions = {
    resultTypes: ['violations'],
    ...(rules ? { runOnly: [...rules] } : {}),
    ...(withoutRule ? { rules: { [withoutRule]: { enabled: false } } } : {}),
  };
  return await page.evaluate(
    async ([where, how]) => {
      const { axe: inPage } = window as unknown as { axe: typeof import('axe-core') };
      const found = await inPage.run(where, how);
      return found.violations.map(({ id, impact, nodes }) => ({
        impact,
        text: `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`,
      }));
    },
    [within, options] as const,
  );
}
