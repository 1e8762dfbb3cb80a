import { Button, Text } from '@mantine/core';
import type { LabErrorDescription } from '../lab/lab-error.ts';

/** Fetched with the first notice or shortly after the page has opened, whichever is sooner. */
const importNotices = () => import('./notices.tsx');

/** What happened and what to do next; stays until it is closed. The same problem is shown once. */
export function showProblem(error: LabErrorDescription): void {
  void importNotices().then(({ notifications }) =>
    notifications.show({
      id: `${error.code}:${error.message}`,
      color: 'red',
      title: error.message,
      message: error.remedy,
      autoClose: false,
      role: 'alert',
    }),
  );
}

export function showNote(message: string): void {
  void importNotices().then(({ notifications }) => notifications.show({ message, autoClose: 4000 }));
}

/** Tells what was done and offers the way back for some seconds. */
export function showUndo(message: string, undo: () => void): void {
  void importNotices().then(({ notifications }) => {
    const id = notifications.show({
      autoClose: 10_000,
      message: (
        <>
          <Text span size="sm">
            {message}
          </Text>{' '}
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={() => {
              notifications.hide(id);
              undo();
            }}
          >
            Undo
          </Button>
        </>
      ),
    });
  });
}
