import { Text } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import '@mantine/dropzone/styles.css';
import { type ComponentProps, type ReactNode, useId } from 'react';
import classes from './file-drop.module.css';

/** A place where files are dropped, or chosen by a press. */
export function FileDrop({
  label,
  icon,
  title,
  children,
  getFilesFromEvent,
  onDrop,
}: {
  /** Of the input, for who does not see the place. */
  label: string;
  icon: ReactNode;
  title: string;
  /** What becomes of the files, in a sentence. */
  children: ReactNode;
  /** Where what is given is more than a list of files. */
  getFilesFromEvent?: ComponentProps<typeof Dropzone>['getFilesFromEvent'];
  onDrop: (files: readonly File[]) => void;
}) {
  const id = useId();
  return (
    <Dropzone
      role="button"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-words`}
      onDrop={onDrop}
      {...(getFilesFromEvent ? { getFilesFromEvent } : {})}
      className={classes.zone!}
      // Gone for who does not see the place: a button holds no other control.
      inputProps={{ 'aria-label': label, style: { display: 'none' } }}
    >
      {icon}
      <div>
        <Text id={`${id}-title`} fw={600}>
          {title}
        </Text>
        <Text id={`${id}-words`} size="sm" c="dimmed">
          {children}
        </Text>
      </div>
    </Dropzone>
  );
}
