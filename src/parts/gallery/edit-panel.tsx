import { Button, Kbd, Text, UnstyledButton } from '@mantine/core';
import '@mantine/core/styles/Kbd.css';
import type { DatasetSummary } from '../../lab/dataset.ts';
import { labelKeys } from '../../lab/edition/label-keys.ts';
import type { Edit } from '../../lab/edition/steps.ts';
import { classesOf } from '../../lab/gallery/image-classes.ts';
import { formatCount } from '../../ui/format.ts';
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
        rightSection={<Kbd size="xs">X</Kbd>}
        onClick={() => onEdit(leaveOutOrBack(images))}
      >
        {isOut ? 'Put back' : 'Leave out'}
      </Button>
      {dataset.classNames.map((name, label) => (
        <UnstyledButton
          key={name}
          className={classes.label!}
          aria-pressed={held(label)}
          disabled={isOut}
          title={isOut ? PUT_BACK_FIRST : name}
          onClick={() => onEdit(relabel(images, label, dataset.task === 'multi-label'))}
        >
          <span className={classes.swatch} style={{ background: classColour(label) }} />
          <span className={classes.className}>{name}</span>
          {keys[label] && <Kbd size="xs">{keys[label]}</Kbd>}
        </UnstyledButton>
      ))}
      {images.some(({ edits }) => edits) && (
        <Button
          size="compact-sm"
          variant="default"
          justify="space-between"
          rightSection={<Kbd size="xs">⌫</Kbd>}
          onClick={() => onEdit(restore(images))}
        >
          As in the file
        </Button>
      )}
    </fieldset>
  );
}
