import { type BrowserContext, test as base, expect } from '@playwright/test';

const MARK = 'Violation of the content security policy:';

/** Runs in a page or worker: says on the console what the policy forbids there. Carries all it needs, as it travels. */
function reportViolations(mark: string): void {
  addEventListener('securitypolicyviolation', (event) => {
    const { effectiveDirective, blockedURI, sourceFile, lineNumber } = event as SecurityPolicyViolationEvent;
    console.error(mark, effectiveDirective, blockedURI, sourceFile, lineNumber);
  });
}

/** The same as text, for the head of a worker's script: what its very first lines do is seen, too. */
export const REPORT_VIOLATIONS = `(${reportViolations})(${JSON.stringify(MARK)});`;

/** Fills with what the content security policy forbids in the context's pages and their workers. */
export async function policyViolations(context: BrowserContext): Promise<readonly string[]> {
  const violations: string[] = [];
  context.on('console', (message) => {
    if (message.text().startsWith(MARK)) violations.push(message.text());
  });
  await context.addInitScript(reportViolations, MARK);
  context.on('page', (page) =>
    page.on('worker', (worker) => void worker.evaluate(reportViolations, MARK).catch(() => undefined)),
  );
  return violations;
}

/** Holds every test to the page's content security policy. */
export const test = base.extend<{ policy: undefined }>({
  policy: [
    async ({ context }, use) => {
      const violations = await policyViolations(context);
      await use(undefined);
      // What is fetched late, when the test has all that it wants, is no fault.
      for (const page of context.pages()) await page.unrouteAll({ behavior: 'ignoreErrors' });
      await context.unrouteAll({ behavior: 'ignoreErrors' });
      expect(violations).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
