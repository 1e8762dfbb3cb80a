import { describeError } from '../../lab/lab-error.ts';
import { untilDrawn } from '../../state/drawn-in-slices.ts';
import { deleteRun } from '../../state/runs/delete.ts';
import { showProblem, showUndo } from '../../ui/notify.tsx';

/**
 * Deletes runs one after the other, and offers the way back for all of them at once.
 *
 * @param what for the person, for instance "“plain”" or "3 runs"
 */
export async function deleteAndTell(ids: readonly string[], what: string): Promise<void> {
  const undos: (() => Promise<void>)[] = [];
  try {
    for (const id of ids) undos.push(await deleteRun(id));
  } catch (error) {
    showProblem(describeError(error));
  }
  if (undos.length === 0) return;
  showUndo(`Deleted ${what}.`, () => {
    void (async () => {
      for (const undo of undos.toReversed()) await undo();
      await untilDrawn();
      focusRun(ids[0]!);
    })().catch((error: unknown) => showProblem(describeError(error)));
  });
}

/** The focus goes to the run that is back, unless it has found another place meanwhile. */
function focusRun(id: string): void {
  requestAnimationFrame(() => {
    const { activeElement } = document;
    if (activeElement !== document.body && activeElement !== document.getElementById('main')) return;
    const row = document.querySelector(`[data-run="${CSS.escape(id)}"]`);
    row?.querySelector<HTMLElement>('[aria-haspopup="menu"]')?.focus();
  });
}

/** The runs beside one in the list, the nearest first: where the focus goes when it is deleted. */
export function neighbourOf(id: string): HTMLElement | null {
  const items = [...document.querySelectorAll('[data-run]:not([hidden])')];
  const place = items.findIndex((item) => item.matches(`[data-run="${CSS.escape(id)}"]`));
  const next = items[place + 1] ?? items[place - 1];
  return next?.querySelector<HTMLElement>('[aria-haspopup="menu"]') ?? null;
}
