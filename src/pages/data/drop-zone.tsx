import { Text } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import '@mantine/dropzone/styles.css';
import { IconFileUpload } from '@tabler/icons-react';
import { describeError, LabError } from '../../lab/lab-error.ts';
import { loadFile } from '../../state/data/load-file.ts';
import { showProblem } from '../../ui/notify.tsx';
import classes from './drop-zone.module.css';

/** Accepts a file dropped anywhere on the page. */
export function PageDropZone() {
  return (
    <Dropzone.FullScreen multiple={false} activateOnKeyboard={false} onDrop={dropped}>
      <div className={classes.full}>
        <IconFileUpload size={40} aria-hidden />
        <Text fw={600}>Drop a MedMNIST file to train on it</Text>
        <Text size="sm">It stays on this device.</Text>
      </div>
    </Dropzone.FullScreen>
  );
}

/** The place on the data tab where a file is dropped or picked. */
export function FileDropZone() {
  return (
    <Dropzone
      multiple={false}
      onDrop={dropped}
      className={classes.zone!}
      inputProps={{ 'aria-label': 'Choose a file' }}
    >
      <IconFileUpload size={32} stroke={1.5} aria-hidden />
      <div>
        <Text fw={600}>Drop an .npz here, or click to choose one</Text>
        <Text size="sm" c="dimmed">
          An official MedMNIST file, or any file of that layout. It stays on this device.
        </Text>
      </div>
    </Dropzone>
  );
}

function dropped(files: readonly File[]): void {
  const [file] = files;
  // A failure is told under the header, on every tab.
  if (file) loadFile(file).catch(() => undefined);
  else {
    showProblem(
      describeError(
        new LabError(
          'not-a-zip',
          'That was no file.',
          'What was loaded before stays. Drop a MedMNIST .npz file.',
        ),
      ),
    );
  }
}
