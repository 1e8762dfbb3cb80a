import { Button, Text } from '@mantine/core';
import type { LabErrorDescription } from '../lab/lab-error.ts';
import type { notifications } from './notices.tsx';

/** Fetched with the first notice or shortly after the page has opened, whichever is sooner. */
function withNotices(act: (notices: typeof notifications) => void): void {
  import('./notices.tsx').then(
    (module) => act(module.notifications),
    // A notice about the notices could not be shown either.
    (error: unknown) => console.error(error),
  );
}

/** What a button in a notice does. */
export interface NoticeAction {
  readonly label: string;
  readonly perform: () => void;
}

/**
 * What happened and what to do next; stays until it is closed. The same problem is shown once.
 *
 * @param action does what the remedy advises
 */
export function showProblem(error: LabErrorDescription, action?: NoticeAction): void {
  const id = problemId(error);
  withNotices((notices) =>
    notices.show({
      ...{ id, color: 'red', title: error.message, autoClose: false, role: 'alert' },
      message: action ? <WithAction id={id} text={error.remedy} action={action} /> : error.remedy,
    }),
  );
}

/** Takes a problem away that is none any more. */
export function hideProblem(error: LabErrorDescription): void {
  withNotices((notices) => notices.hide(problemId(error)));
}

function problemId({ code, message }: LabErrorDescription): string {
  return `${code}:${message}`;
}

/** @param id by which {@link hideNote} finds it */
export function showNote(message: string, id?: string): void {
  withNotices((notices) => notices.show({ ...(id ? { id } : {}), message, autoClose: 4000 }));
}

/** Takes a note away that is not true any more. */
export function hideNote(id: string): void {
  withNotices((notices) => notices.hide(id));
}

/** Long enough to come to the button by the Tab key alone, in milliseconds; the next for who has come there. */
const UNDO_TIME = 30_000;
/** Both together stay below the minute after which nothing comes back (worker/host/kept-files.ts). */
const REACHED_TIME = 25_000;

/**
 * Tells what was done and offers the way back for some seconds.
 *
 * @param settle does for good what cannot be taken back, once the offer is gone unused
 */
export function showUndo(message: string, undo: () => void, settle?: () => void): void {
  const id = crypto.randomUUID();
  let isUndone = false;
  const perform = () => {
    isUndone = true;
    undo();
  };
  const action = { label: 'Undo', perform };
  const notice = {
    id,
    onClose: () => {
      if (!isUndone) settle?.();
    },
  };
  const shown = (onReached: () => void) => (
    <WithAction id={id} text={message} action={action} onReached={onReached} />
  );
  // It would go away under the finger of who has come to it by key.
  const stay = () =>
    withNotices((notices) =>
      notices.update({ ...notice, message: shown(() => undefined), autoClose: REACHED_TIME }),
    );
  withNotices((notices) => notices.show({ ...notice, message: shown(stay), autoClose: UNDO_TIME }));
}

/** A notice that goes away when its button is pressed. */
function WithAction({
  id,
  text,
  action,
  onReached,
}: {
  id: string;
  text: string;
  action: NoticeAction;
  /** Told when its button has got the focus. */
  onReached?: () => void;
}) {
  return (
    <>
      <Text span size="sm">
        {text}
      </Text>{' '}
      <Button
        size="compact-sm"
        variant="subtle"
        onFocus={onReached}
        onClick={() => {
          // The notice goes away with the focus in it.
          document.getElementById('main')?.focus({ preventScroll: true });
          action.perform();
          withNotices((notices) => notices.hide(id));
        }}
      >
        {action.label}
      </Button>
    </>
  );
}
