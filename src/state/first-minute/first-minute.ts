import { z } from '../../lab/zod.ts';
import { showUndo } from '../../ui/notify.tsx';
import { createDrawnInSlices } from '../drawn-in-slices.ts';

/** The first run of the first visit: the one that later runs are to beat. */
const firstMinuteSchema = z.object({
  /** Null until a run has begun. */
  runId: z.string().nullable(),
  /** Whether the lab started it, not the person. */
  byItself: z.boolean(),
  /** Whether the person has put it away. */
  closed: z.boolean(),
});

interface FirstMinute extends z.infer<typeof firstMinuteSchema> {
  /**
   * Whether this is a first visit: nothing was stored when the page opened, and the address names nothing. Presumed by the
   * address until the stored runs are read, so that the page keeps the room for what comes then.
   */
  readonly isFirstVisit: boolean;
}

/** Also read before the page's scripts are there (scripts/first-sight-plugin.ts). */
export const FIRST_MINUTE_KEY = 'lab-first-minute';

export const useFirstMinute = createDrawnInSlices<FirstMinute>(() => ({
  ...(stored() ?? { runId: null, byItself: false, closed: false }),
  isFirstVisit: false,
}));

/** Whether a first run was begun here before, though it may have been deleted since. */
export function hadFirstRun(): boolean {
  return useFirstMinute.getState().runId !== null;
}

/** The run that later ones are to beat, until its panel is closed. */
export function runToBeat({ runId, closed } = useFirstMinute.getState()): string | null {
  return closed ? null : runId;
}

export function noteFirstVisit(isFirstVisit: boolean): void {
  useFirstMinute.setState({ isFirstVisit });
}

export function noteFirstRun(runId: string, byItself: boolean): void {
  useFirstMinute.setState({ runId, byItself });
  remember();
}

export function closeFirstMinute(): void {
  setClosed(true);
  showUndo('The first minute was put away.', () => setClosed(false));
}

function setClosed(closed: boolean): void {
  useFirstMinute.setState({ closed });
  remember();
}

function stored(): z.infer<typeof firstMinuteSchema> | null {
  try {
    const text = localStorage.getItem(FIRST_MINUTE_KEY);
    return text === null ? null : firstMinuteSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function remember(): void {
  const { runId, byItself, closed } = useFirstMinute.getState();
  try {
    localStorage.setItem(FIRST_MINUTE_KEY, JSON.stringify({ runId, byItself, closed }));
  } catch {
    // Storage is full or switched off: told elsewhere. The run that is stored tells the next visit that it is not the first.
  }
}
