import { Button, Group, SegmentedControl, Text } from '@mantine/core';
import { Suspense, useState } from 'react';
import { type DatasetSummary, SPLITS, type Split } from '../../lab/dataset.ts';
import { partName } from '../../lab/leak-note.ts';
import { ONE_HOT_NOTE } from '../../lab/one-hot-note.ts';
import { Gallery } from '../../parts/gallery/gallery.tsx';
import { LazyWrongLabels } from '../../parts/wrong-labels/lazy-wrong-labels.tsx';
import { readAsClasses, useData } from '../../state/data/store.ts';
import { useEdition } from '../../state/editions/use-edition.ts';
import { formatCount } from '../../ui/format.ts';
import { lazyPart } from '../../ui/lazy-part.tsx';
import { useNameSearch } from '../../ui/name-search.tsx';
import { classColour } from '../../ui/palettes.ts';
import { SyntheticBadge } from '../../ui/synthetic-badge.tsx';
import { Term } from '../../ui/term.tsx';
import { ClassLooks } from './class-looks.tsx';
import page from './data-page.module.css';
import classes from './dataset-details.module.css';
import { SaveSet } from './save-set.tsx';

const TenImages = lazyPart(async () => (await import('../../parts/ten-images/ten-images.tsx')).TenImages);

/** The heading of the loaded set. */
export const LOADED_SET = 'loaded-set';

/** The loaded set: where it is from, its classes by split, and its images. */
export function DatasetDetails() {
  const dataset = useData((state) => state.dataset);
  if (!dataset) return <div className={classes.waiting} aria-busy />;
  return (
    <>
      <Details key={dataset.key} dataset={dataset} />
      {dataset.task !== 'multi-label' && (
        <Suspense fallback={null}>
          <TenImages key={`ten ${dataset.key}`} dataset={dataset} />
        </Suspense>
      )}
      <Gallery key={`gallery ${dataset.key}`} dataset={dataset} />
      <Suspense fallback={null}>
        <LazyWrongLabels key={`labels ${dataset.key}`} dataset={dataset} />
      </Suspense>
    </>
  );
}

function Details({ dataset }: { dataset: DatasetSummary }) {
  const [split, setSplit] = useState<Split>('train');
  const { edits } = useEdition(dataset);
  return (
    <section className={page.card} aria-label="Loaded set">
      <Group justify="space-between" align="baseline">
        <h2 id={LOADED_SET} tabIndex={-1} className={classes.name}>
          {dataset.name}
        </h2>
        <Group gap="xs" ml="auto">
          {dataset.synthetic && <SyntheticBadge />}
          <SaveSet dataset={dataset} />
        </Group>
      </Group>
      <Text size="sm" c="dimmed" mb="md">
        {dataset.dims === 3 ? `3D, ${dataset.size}³ voxels` : `${dataset.size} × ${dataset.size} pixels`},{' '}
        {dataset.channels === 1 ? 'grey' : 'colour'} · {dataset.origin} ·{' '}
        {/* What a program made has none. */}
        {!dataset.synthetic && `licence ${dataset.licence} · `}
        <Term of="fingerprint">fingerprint</Term> <code>{dataset.fingerprint.slice(0, 12)}</code>
      </Text>
      {dataset.notes.length > 0 && (
        <ul className={classes.notes}>
          {dataset.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      {dataset.notes.includes(ONE_HOT_NOTE) && (
        <Button
          size="compact-sm"
          variant="default"
          mb="md"
          onClick={() => void readAsClasses(dataset).catch(() => undefined)}
        >
          Read the columns as {dataset.classNames.length} classes
        </Button>
      )}
      <div className={page.scroll}>
        <ClassTable dataset={dataset} />
      </div>
      {edits.size > 0 && (
        <Text size="xs" c="dimmed" mt={4}>
          Counts of the set as it is, without the edition’s changes.
        </Text>
      )}
      <Group justify="space-between" mt="lg" mb="xs">
        <h3 className={page.title}>
          What each {dataset.task === 'multi-label' ? 'label' : 'class'} looks like
        </h3>
        <SegmentedControl
          size="xs"
          aria-label="Which part"
          data={SPLITS.map((value) => ({ value, label: partName(value) }))}
          value={split}
          onChange={(value) => setSplit(value as Split)}
        />
      </Group>
      <ClassLooks dataset={dataset} split={split} />
    </section>
  );
}

function ClassTable({ dataset }: { dataset: DatasetSummary }) {
  const largest = Math.max(1, ...dataset.classCounts.train);
  const { shown, search } = useNameSearch(dataset.classNames, namesOf(dataset));
  return (
    <>
      {search}
      <table className={page.table}>
        <thead>
          <tr>
            <th scope="col">{dataset.task === 'multi-label' ? 'Label' : 'Class'}</th>
            <th scope="col" className={classes.barColumn} aria-label="Share of the training part" />
            {SPLITS.map((split) => (
              <th key={split} scope="col" className={page.right}>
                {partName(split)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((index) => (
            <tr key={index}>
              <td>{dataset.classNames[index]}</td>
              <td className={classes.barColumn}>
                <span
                  className={classes.bar}
                  style={{
                    width: `${(100 * (dataset.classCounts.train[index] ?? 0)) / largest}%`,
                    background: classColour(index),
                  }}
                />
              </td>
              {SPLITS.map((split) => (
                <td key={split} className={page.right}>
                  {formatCount(dataset.classCounts[split][index] ?? 0)}
                </td>
              ))}
            </tr>
          ))}
          <tr>
            <td>{dataset.task === 'multi-label' ? 'images' : 'all'}</td>
            <td className={classes.barColumn} />
            {SPLITS.map((split) => (
              <td key={split} className={page.right}>
                {formatCount(dataset.counts[split])}
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </>
  );
}

function namesOf({ task }: DatasetSummary): string {
  return task === 'multi-label' ? 'labels' : 'classes';
}
