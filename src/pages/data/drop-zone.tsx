import { Button, Text } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import '@mantine/dropzone/styles.css';
import { IconFileUpload } from '@tabler/icons-react';
import { useRef } from 'react';
import { describeError, LabError } from '../../lab/lab-error.ts';
import { useImport } from '../../state/data/import.ts';
import { loadFiles } from '../../state/data/load-file.ts';
import { useTryIt } from '../../state/trained/try-it.ts';
import { lazyPart } from '../../ui/lazy-part.tsx';
import { showProblem } from '../../ui/notify.tsx';
import classes from './drop-zone.module.css';

const ImportWindow = lazyPart(() =>
  import('./import/import-window.tsx').then((module) => module.ImportWindow),
);

/** Accepts files and folders dropped anywhere on the page, and shows what an import makes of them. */
export function PageDropZone() {
  const isImporting = useImport((state) => state.look !== null);
  // A window that takes pictures for itself.
  const isTrying = useTryIt((state) => state.isOpen);
  return (
    <>
      <Dropzone.FullScreen activateOnKeyboard={false} active={!isTrying} onDrop={dropped}>
        <div className={classes.full}>
          <IconFileUpload size={40} aria-hidden />
          <Text fw={600}>Drop images or a MedMNIST file to train on it</Text>
          <Text size="sm">It stays on this device.</Text>
        </div>
      </Dropzone.FullScreen>
      {isImporting && <ImportWindow />}
    </>
  );
}

/** The place on the data tab where files are dropped or picked. */
export function FileDropZone() {
  const folder = useRef<HTMLInputElement>(null);
  return (
    <div className={classes.place}>
      <Dropzone onDrop={dropped} className={classes.zone!} inputProps={{ 'aria-label': 'Choose a file' }}>
        <IconFileUpload size={32} stroke={1.5} aria-hidden />
        <div>
          <Text fw={600}>Drop your images here, or click to choose files</Text>
          <Text size="sm" c="dimmed">
            A folder or a zip of images, an .npz, or .npy files. They stay on this device.
          </Text>
        </div>
      </Dropzone>
      <Button variant="default" size="compact-sm" onClick={() => folder.current?.click()}>
        Choose a folder
      </Button>
      <input
        ref={(input) => {
          folder.current = input;
          if (input) input.webkitdirectory = true;
        }}
        type="file"
        hidden
        aria-label="Choose a folder of images"
        onChange={(event) => {
          dropped([...(event.currentTarget.files ?? [])]);
          // The same folder may be chosen again.
          event.currentTarget.value = '';
        }}
      />
    </div>
  );
}

function dropped(files: readonly File[]): void {
  // A failure is told under the header, on every tab.
  if (files.length > 0) loadFiles(files).catch(() => undefined);
  else {
    showProblem(
      describeError(
        new LabError(
          'not-a-zip',
          'That was no file.',
          'What was loaded before stays. Drop images, a zip of them, or an .npz.',
        ),
      ),
    );
  }
}
