import { Button, Group, Text } from '@mantine/core';
import { IconDownload, IconTrash } from '@tabler/icons-react';
import { describeError } from '../../lab/lab-error.ts';
import { deleteUnreadableRun, readRawRun } from '../../state/runs/delete.ts';
import { useRuns } from '../../state/runs/store.ts';
import { deleteUnreadableStudy, readRawStudy } from '../../state/studies/store.ts';
import { useStudies } from '../../state/studies/studies.ts';
import type { Unreadable } from '../../storage/unreadable.ts';
import { ErrorNotice } from '../../ui/notice.tsx';
import { showProblem, showUndo } from '../../ui/notify.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { rawJson } from './raw-json.ts';

interface Kind {
  readonly one: string;
  readonly many: string;
  readonly read: (key: string) => Promise<unknown>;
  /** Returns the way back. */
  readonly remove: (key: string) => Promise<() => Promise<void>>;
}

const RUN: Kind = { one: 'run', many: 'runs', read: readRawRun, remove: deleteUnreadableRun };
const STUDY: Kind = { one: 'study', many: 'studies', read: readRawStudy, remove: deleteUnreadableStudy };

/** What is stored here and cannot be read by this lab: how much it is, and the ways to save it or be rid of it. */
export function SetAside() {
  const runs = useRuns((state) => state.unreadable);
  const studies = useStudies((state) => state.unreadable);
  return (
    <>
      {runs.length > 0 && <SetAsideNotice kind={RUN} items={runs} />}
      {studies.length > 0 && <SetAsideNotice kind={STUDY} items={studies} />}
    </>
  );
}

function SetAsideNotice({ kind, items }: { kind: Kind; items: readonly Unreadable[] }) {
  const what = `${items.length} stored ${items.length === 1 ? kind.one : kind.many}`;
  const tell = (error: unknown) => showProblem(describeError(error));
  const save = async () => {
    const found = await Promise.all(
      items.map(async ({ key, detail }) => ({ key, detail, stored: await kind.read(key) })),
    );
    saveFile(`unreadable-${kind.many}.json`, rawJson(found));
  };
  const remove = async () => {
    const undos = await Promise.all(items.map(({ key }) => kind.remove(key)));
    showUndo(`Deleted ${what}.`, () => void Promise.all(undos.map((undo) => undo())).catch(tell));
  };
  const remedy = items.every(({ newer }) => newer)
    ? 'A newer lab wrote this. It is kept as it is: reload the page to get the newest lab.'
    : 'Everything else is whole, and this is kept as it is. Export it, or delete it.';
  return (
    <ErrorNotice error={{ code: 'storage-failed', message: `${what} cannot be read here.`, remedy }}>
      <Group gap="xs">
        <Button
          size="compact-sm"
          variant="light"
          leftSection={<IconDownload size={16} />}
          onClick={() => void save().catch(tell)}
        >
          Export as JSON
        </Button>
        <Button
          size="compact-sm"
          variant="subtle"
          color="red"
          leftSection={<IconTrash size={16} />}
          onClick={() => void remove().catch(tell)}
        >
          Delete
        </Button>
        <Text size="xs" c="dimmed">
          {items[0]!.detail}
        </Text>
      </Group>
    </ErrorNotice>
  );
}
