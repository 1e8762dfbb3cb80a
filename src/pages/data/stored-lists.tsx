import { ActionIcon, Button, Text, Tooltip } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import type { StoredFile } from '../../lab/dataset.ts';
import { formatBytes } from '../../lab/format-bytes.ts';
import { describeError } from '../../lab/lab-error.ts';
import { deleteStored, loadDataset, putBackStored, setStoredAside, useData } from '../../state/data/store.ts';
import { showProblem, showUndo } from '../../ui/notify.tsx';
import page from './data-page.module.css';

const DATE = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

/** Files that this browser keeps; nothing where there are none. */
export function StoredFileList() {
  const files = useData((state) => state.storedFiles);
  const current = useData((state) => state.dataset?.key);
  const busy = useData((state) => state.loading !== null);
  if (files.length === 0) return null;
  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  const remove = (file: StoredFile) => {
    const { name } = file;
    setStoredAside(file);
    showUndo(
      `Deleted ${name}; runs on it stay.`,
      () => putBackStored(name),
      () => void deleteStored(name).catch((error: unknown) => showProblem(describeError(error))),
    );
  };
  return (
    <section className={page.card} aria-label="Stored files">
      <h3 className={page.title}>Kept in this browser</h3>
      <Text size="xs" c="dimmed" mb="xs">
        {formatBytes(total)} in all; they load without the network.
      </Text>
      <div className={page.scroll}>
        <table className={page.table}>
          <thead>
            <tr>
              <th scope="col">File</th>
              <th scope="col" className={page.right}>
                Size
              </th>
              <th scope="col" className={page.wide}>
                Since
              </th>
              <th scope="col" aria-label="Actions" />
            </tr>
          </thead>
          <tbody>
            {files.map((file) => (
              <tr key={file.name}>
                <td className={page.fileName}>{file.name}</td>
                <td className={page.right}>{formatBytes(file.bytes)}</td>
                <td className={page.wide}>{DATE.format(file.storedAt)}</td>
                <td>
                  <div style={{ display: 'flex', gap: 8, justifyContent: 'flex-end' }}>
                    <Button
                      size="compact-sm"
                      variant="default"
                      disabled={busy || file.key === current}
                      onClick={() =>
                        void loadDataset({ kind: 'stored', name: file.name }).catch(() => undefined)
                      }
                    >
                      {file.key === current ? 'Loaded' : 'Load'}
                    </Button>
                    <Tooltip label="Delete the file; runs on it stay">
                      <ActionIcon
                        variant="subtle"
                        color="red"
                        aria-label={`Delete ${file.name}`}
                        onClick={() => remove(file)}
                      >
                        <IconTrash size={16} />
                      </ActionIcon>
                    </Tooltip>
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** Zarr stores that the page's server offers; nothing where there are none. */
export function ShardList() {
  const stores = useData((state) => state.shardStores);
  const busy = useData((state) => state.loading !== null);
  if (stores.length === 0) return null;
  return (
    <section className={page.card} aria-label="Shards">
      <h3 className={page.title}>On this server</h3>
      <Text size="xs" c="dimmed" mb="xs">
        Sets in pieces: training begins when the training part is there.
      </Text>
      <table className={page.table}>
        <tbody>
          {stores.map((store) => (
            <tr key={store.store}>
              <td>{store.name}</td>
              <td className={page.right}>{formatBytes(store.bytes)}</td>
              <td className={page.right}>
                <Button
                  size="compact-sm"
                  variant="default"
                  disabled={busy}
                  onClick={() =>
                    void loadDataset({ kind: 'shards', store: store.store }).catch(() => undefined)
                  }
                >
                  Stream
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
