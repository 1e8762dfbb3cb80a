import { Button, Text } from '@mantine/core';
import type { LabErrorDescription } from '../lab/lab-error.ts';

/** Fetched with the first notice or shortly after the page has opened, whichever is sooner. */
const importNotices = () => import('./notices.tsx');

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
  const id = `${error.code}:${error.message}`;
  void importNotices().then(({ notifications }) =>
    notifications.show({
      ...{ id, color: 'red', title: error.message, autoClose: false, role: 'alert' },
      message: action ? <WithAction id={id} text={error.remedy} action={action} /> : error.remedy,
    }),
  );
}

export function showNote(message: string): void {
  void importNotices().then(({ notifications }) => notifications.show({ message, autoClose: 4000 }));
}

/** Tells what was done and offers the way back for some seconds. */
export function showUndo(message: string, undo: () => void): void {
  const id = crypto.randomUUID();
  const action = { label: 'Undo', perform: undo };
  void importNotices().then(({ notifications }) =>
    notifications.show({
      ...{ id, autoClose: 10_000 },
      message: <WithAction id={id} text={message} action={action} />,
    }),
  );
}

/** A notice that goes away when its button is pressed. */
function WithAction({ id, text, action }: { id: string; text: string; action: NoticeAction }) {
  return (
    <>
      <Text span size="sm">
        {text}
      </Text>{' '}
      <Button
        size="compact-sm"
        variant="subtle"
        onClick={() => {
          void importNotices().then(({ notifications }) => notifications.hide(id));
          action.perform();
        }}
      >
        {action.label}
      </Button>
    </>
  );
}
