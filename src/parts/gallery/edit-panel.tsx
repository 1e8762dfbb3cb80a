import { Button, Text, UnstyledButton } from '@mantine/core';
import type { DatasetSummary } from '../../lab/dataset.ts';
import { labelKeys } from '../../lab/edition/label-keys.ts';
import type { Edit } from '../../lab/edition/steps.ts';
import { classesOf } from '../../lab/gallery/image-classes.ts';
import { formatCount } from '../../ui/format.ts';
import { KeyHint } from '../../ui/key-hint.tsx';
import { useNameSearch } from '../../ui/name-search.tsx';
import { classColour } from '../../ui/palettes.ts';
import { areLeftOut, type EditedImage, leaveOutOrBack, relabel, restore } from './edit-images.ts';
import classes from './gallery.module.css';

/** Why the class of what is left out cannot be changed. */
export const PUT_BACK_FIRST = 'Put it back first';

/** What can be changed of the images that are chosen, each with its key. */
export function EditPanel({
  dataset,
  images,
  others,
  onEdit,
}: {
  dataset: DatasetSummary;
  /** The chosen training images. */
  images: readonly EditedImage[];
  /** Chosen images of validation and test. */
  others: number;
  onEdit: (edits: readonly Edit[]) => void;
}) {
  const { shown, search } = useNameSearch(
    dataset.classNames,
    dataset.task === 'multi-label' ? 'labels' : 'classes',
  );
  if (images.length === 0) {
    return (
      <Text size="xs" c="dimmed">
        Validation and test stay as they are: editions are compared by them.
      </Text>
    );
  }
  const isOut = areLeftOut(images);
  const keys = labelKeys(dataset.classNames);
  const held = (label: number) =>
    images.every(({ original, edits }) => classesOf(edits?.label ?? original, dataset.task).includes(label));
  return (
    <fieldset className={classes.edit} aria-label="Edit">
      <span className={classes.name}>
        {images.length === 1 ? 'Edit it' : `Edit ${formatCount(images.length)} images`}
      </span>
      {others > 0 && (
        <Text size="xs" c="dimmed">
          {formatCount(others)} of validation and test stay as they are.
        </Text>
      )}
      <Button
        size="compact-sm"
        variant="default"
        justify="space-between"
        aria-keyshortcuts="X"
        rightSection={<KeyHint>X</KeyHint>}
        onClick={() => onEdit(leaveOutOrBack(images))}
      >
        {isOut ? 'Put back' : 'Leave out'}
      </Button>
      {search}
      {shown.map((label) => (
        <UnstyledButton
          key={label}
          className={classes.label!}
          aria-pressed={held(label)}
          aria-keyshortcuts={keys[label] ?? undefined}
          disabled={isOut}
          title={isOut ? PUT_BACK_FIRST : dataset.classNames[label]}
          onClick={() => onEdit(relabel(images, label, dataset.task === 'multi-label'))}
        >
          <span className={classes.swatch} style={{ background: classColour(label) }} />
          <span className={classes.className}>{dataset.classNames[label]}</span>
          {keys[label] && <KeyHint>{keys[label]}</KeyHint>}
        </UnstyledButton>
      ))}
      {images.some(({ edits }) => edits) && (
        <Button
          size="compact-sm"
          variant="default"
          justify="space-between"
          aria-keyshortcuts="Backspace"
          rightSection={<KeyHint>⌫</KeyHint>}
          onClick={() => onEdit(restore(images))}
        >
          As in the file
        </Button>
      )}
    </fieldset>
  );
}
