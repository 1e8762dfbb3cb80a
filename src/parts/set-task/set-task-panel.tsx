import { CloseButton, UnstyledButton } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { setTask } from '../../lab/catalogue/set-task.ts';
import type { DatasetSummary } from '../../lab/dataset.ts';
import { isDuplicateNote, isLeakNote } from '../../lab/leak-note.ts';
import { useData } from '../../state/data/store.ts';
import { classColour } from '../../ui/palettes.ts';
import { Tile } from '../../ui/tile.tsx';
import type { TableImages } from '../../worker/protocol.ts';
import { useTableImages } from '../light-table/use-table-images.ts';
import { exampleOf } from './example-of.ts';
import classes from './set-task-panel.module.css';

/** What is to be found in the images of the loaded set, and what its classes mean. */
export function SetTaskPanel({
  large,
  onClose,
  footer,
  children,
}: {
  /** With two examples, for somebody who sees the set for the first time. */
  large: boolean;
  /** Puts the first minute away. */
  onClose?: (() => void) | undefined;
  /** What stands below it all. */
  footer?: ReactNode;
  /** What stands below the question. */
  children?: ReactNode;
}) {
  const dataset = useData((state) => state.dataset);
  if (!dataset)
    return <section className={classes.panel} aria-label="Task" aria-busy data-large={large || undefined} />;
  return (
    <Loaded dataset={dataset} large={large} onClose={onClose} footer={footer}>
      {children}
    </Loaded>
  );
}

function Loaded({
  dataset,
  large,
  onClose,
  footer,
  children,
}: {
  dataset: DatasetSummary;
  large: boolean;
  onClose: (() => void) | undefined;
  footer: ReactNode;
  children: ReactNode;
}) {
  const reference = useData((state) => state.reference);
  const [opened, setOpened] = useState(false);
  const { question, examples } = setTask(dataset, reference);
  const isShown = opened || large;
  const { images } = useTableImages(isShown ? dataset : null, null);
  const meanings = useMeanings(dataset, isShown);
  const duplicates = dataset.notes.filter(isDuplicateNote);
  const all = dataset.classNames.map((_, label) => label);
  // With two classes the examples have said it all.
  const hasMore = !large || all.length > 2;
  return (
    <section className={classes.panel} aria-label="Task" data-large={large || undefined}>
      <div className={classes.words}>
        <div className={classes.head}>
          <h2 className={classes.question}>{question}</h2>
          {hasMore && (
            <UnstyledButton
              className={classes.more}
              aria-expanded={opened}
              onClick={() => setOpened((before) => !before)}
            >
              <IconChevronDown size={14} aria-hidden className={classes.chevron} />
              What the {dataset.task === 'multi-label' ? 'labels' : 'classes'} mean
            </UnstyledButton>
          )}
        </div>
        {children}
        {duplicates.length > 0 && (
          <p className={classes.note} role="note">
            {duplicates.join(' ')} {duplicatesMean(duplicates)}
          </p>
        )}
      </div>
      {onClose && (
        <CloseButton className={classes.close!} aria-label="Close the first minute" onClick={onClose} />
      )}
      {large && <Examples {...{ dataset, images, meanings }} labels={examples} />}
      {footer && <div className={classes.footer}>{footer}</div>}
      {opened && hasMore && <Examples {...{ dataset, images, meanings }} labels={all} isSmall />}
    </section>
  );
}

function duplicatesMean(notes: readonly string[]): string {
  return notes.some(isLeakNote)
    ? 'Of images that lie in two parts the model has seen the answer, so its AUC there is too high.'
    : 'An image that is there twice counts twice.';
}

function Examples({
  dataset,
  images,
  meanings,
  labels,
  isSmall = false,
}: {
  dataset: DatasetSummary;
  images: TableImages | null;
  meanings: readonly (string | null)[] | null;
  labels: readonly number[];
  isSmall?: boolean;
}) {
  const tiles = useMemo(() => images && { pixels: images.pixels, size: images.size, slices: 1 }, [images]);
  return (
    <ul className={classes.examples} data-small={isSmall || undefined} aria-label="An example of each">
      {labels.map((label) => {
        const place = images && exampleOf(dataset, images.labels, label);
        const name = dataset.classNames[label]!;
        return (
          <li key={name} className={classes.example}>
            <span className={classes.picture} style={{ borderColor: classColour(label) }}>
              {tiles && place !== null && <Tile tiles={tiles} index={place} label={`Example: ${name}`} />}
              {images && place === null && <span className={classes.none}>none in validation</span>}
            </span>
            <span>
              <b className={classes.name}>{name}</b>
              <span className={classes.meaning}>{meanings?.[label] ?? ''}</span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** Fetched when they are looked at: the first load does without. */
function useMeanings(dataset: DatasetSummary, isShown: boolean): readonly (string | null)[] | null {
  const reference = useData((state) => state.reference);
  const [known, setKnown] = useState<typeof import('../../lab/catalogue/class-meanings.ts') | null>(null);
  useEffect(() => {
    if (!isShown) return;
    let isCurrent = true;
    import('../../lab/catalogue/class-meanings.ts').then(
      (module) => isCurrent && setKnown(module),
      // The names stand without them.
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [isShown]);
  return useMemo(() => known?.classMeanings(dataset, reference) ?? null, [known, dataset, reference]);
}
