import { Text } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import '@mantine/dropzone/styles.css';
import type { ReactNode } from 'react';
import classes from './file-drop.module.css';

/** A place where files are dropped, or chosen by a press. */
export function FileDrop({
  label,
  icon,
  title,
  children,
  onDrop,
}: {
  /** Of the input, for who does not see the place. */
  label: string;
  icon: ReactNode;
  title: string;
  /** What becomes of the files, in a sentence. */
  children: ReactNode;
  onDrop: (files: readonly File[]) => void;
}) {
  return (
    <Dropzone onDrop={onDrop} className={classes.zone!} inputProps={{ 'aria-label': label }}>
      {icon}
      <div>
        <Text fw={600}>{title}</Text>
        <Text size="sm" c="dimmed">
          {children}
        </Text>
      </div>
    </Dropzone>
  );
}
