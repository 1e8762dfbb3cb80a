import { CloseButton, UnstyledButton } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { setTask } from '../../lab/catalogue/set-task.ts';
import type { DatasetSummary } from '../../lab/dataset.ts';
import { isDuplicateNote, isLeakNote } from '../../lab/leak-note.ts';
import { useData } from '../../state/data/store.ts';
import { useNameSearch } from '../../ui/name-search.tsx';
import { ClassExamples } from './class-examples.tsx';
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

/** What is known of a set before it is there, where everything will stand then. */
export function ComingTask({ question, children }: { question: string; children: ReactNode }) {
  return (
    <section className={classes.panel} aria-label="Task" aria-busy data-large>
      <div className={classes.words}>
        <div className={classes.head}>
          <h2 className={classes.question}>{question}</h2>
        </div>
        {children}
      </div>
      <div className={classes.coming} />
    </section>
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
  const duplicates = dataset.notes.filter(isDuplicateNote);
  const all = dataset.classNames.map((_, label) => label);
  const { shown, search } = useNameSearch(
    dataset.classNames,
    dataset.task === 'multi-label' ? 'labels' : 'classes',
  );
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
      {large && <ClassExamples dataset={dataset} labels={examples} />}
      {footer && <div className={classes.footer}>{footer}</div>}
      {opened && hasMore && search}
      {opened && hasMore && <ClassExamples dataset={dataset} labels={shown} isSmall />}
    </section>
  );
}

function duplicatesMean(notes: readonly string[]): string {
  return notes.some(isLeakNote)
    ? 'Of images that lie in two parts the model has seen the answer, so its AUC there is too high.'
    : 'An image that is there twice counts twice.';
}
