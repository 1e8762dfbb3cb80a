import { Button, NativeSelect, Text } from '@mantine/core';
import { useState } from 'react';
import { CATALOGUE, type CatalogueEntry, unpackedBytes } from '../../lab/catalogue/catalogue.ts';
import type { ImageSize } from '../../lab/dataset.ts';
import { SPLITS } from '../../lab/dataset.ts';
import { formatBytes } from '../../lab/format-bytes.ts';
import { catalogueKey } from '../../lab/recipe/dataset-reference.ts';
import { loadDataset, useData } from '../../state/data/store.ts';
import { formatAuc, formatCount } from '../../ui/format.ts';
import { oneStop } from '../../ui/one-stop.ts';
import { Term } from '../../ui/term.tsx';
import page from './data-page.module.css';

const TASKS = { binary: '2 classes', 'multi-class': 'classes', 'multi-label': 'labels' } as const;

function taskName({ task, classNames, ordinal }: CatalogueEntry): string {
  if (task === 'binary') return TASKS.binary;
  return `${classNames.length} ${ordinal ? 'grades' : TASKS[task]}`;
}

/** All 18 sets, each a click away. */
export function CatalogueList() {
  return (
    <section className={page.card} aria-label="MedMNIST sets">
      <h3 className={page.title}>MedMNIST</h3>
      <Text size="xs" c="dimmed" mb="xs">
        18 sets of real, de-identified images (Yang et al. 2023), fetched from Zenodo, checked against their
        MD5, and kept in this browser.
      </Text>
      <div className={page.scroll}>
        <table className={page.table}>
          <thead>
            <tr>
              <th scope="col">Set</th>
              <th scope="col" className={page.wide}>
                Task
              </th>
              <th scope="col" className={`${page.right} ${page.wide}`}>
                Images
              </th>
              <th scope="col" className={`${page.right} ${page.wide}`}>
                <Term of="published">test AUC</Term>
              </th>
              <th scope="col" className={page.wide}>
                Licence
              </th>
              <th scope="col">Size in pixels</th>
            </tr>
          </thead>
          <tbody ref={oneStop}>
            {CATALOGUE.map((entry) => (
              <CatalogueRow key={entry.id} entry={entry} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function CatalogueRow({ entry }: { entry: CatalogueEntry }) {
  const sizes = Object.keys(entry.md5).map(Number) as ImageSize[];
  const [size, setSize] = useState<ImageSize>(28);
  const key = catalogueKey(entry.id, size);
  const current = useData((state) => state.dataset?.key === key);
  const stored = useData((state) => state.storedFiles.some((file) => file.key === key));
  const busy = useData((state) => state.loading !== null);
  const total = SPLITS.reduce((sum, split) => sum + entry.samples[split], 0);
  return (
    <tr>
      <td>
        {entry.name}{' '}
        <Text span size="xs" c="dimmed">
          {entry.dims === 3 ? '3D' : entry.channels === 3 ? 'colour' : ''}
        </Text>
        <Text size="xs" c="dimmed" className={page.narrow}>
          {taskName(entry)} · {entry.licence}
        </Text>
        <Text size="xs" c="dimmed">
          {formatBytes(unpackedBytes(entry, size))} unpacked
        </Text>
      </td>
      <td className={page.wide}>{taskName(entry)}</td>
      <td className={`${page.right} ${page.wide}`}>{formatCount(total)}</td>
      <td className={`${page.right} ${page.wide}`}>{formatAuc(entry.published[0]?.auc)}</td>
      <td className={page.wide}>{entry.licence}</td>
      <td>
        <div style={{ display: 'flex', gap: 8, alignItems: 'center' }}>
          <NativeSelect
            size="xs"
            w={72}
            aria-label={`Size of ${entry.name}`}
            data={sizes.map((value) => ({ value: String(value), label: `${value}` }))}
            value={String(size)}
            onChange={(event) => setSize(Number(event.currentTarget.value) as ImageSize)}
          />
          <Button
            size="compact-sm"
            w={72}
            variant={current ? 'light' : 'default'}
            disabled={busy || current}
            aria-label={`${stored ? 'Load' : 'Fetch'} ${entry.name}`}
            onClick={() => void loadDataset({ kind: 'zenodo', id: entry.id, size }).catch(() => undefined)}
          >
            {current ? 'Loaded' : stored ? 'Load' : 'Fetch'}
          </Button>
        </div>
      </td>
    </tr>
  );
}
