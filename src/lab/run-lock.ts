/** The lock a run holds while it trains, so that another tab does not take it for a lost one. */
export function runLock(id: string): string {
  return `lab-run-${id}`;
}
