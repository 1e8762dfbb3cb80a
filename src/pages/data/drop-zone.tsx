import { Button, Text } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import '@mantine/dropzone/styles.css';
import { IconFileUpload } from '@tabler/icons-react';
import { useRef } from 'react';
import { describeError, LabError } from '../../lab/lab-error.ts';
import { givenByInput, givenByTransfer, pickFolder, picksFolders } from '../../state/data/given.ts';
import { useImport } from '../../state/data/import.ts';
import { loadFiles } from '../../state/data/load-file.ts';
import { useTryIt } from '../../state/trained/try-it.ts';
import { FileDrop } from '../../ui/file-drop.tsx';
import { lazyPart } from '../../ui/lazy-part.tsx';
import { showProblem } from '../../ui/notify.tsx';
import type { Given } from '../../worker/client/given-files.ts';
import classes from './drop-zone.module.css';

const ImportWindow = lazyPart(() =>
  import('./import/import-window.tsx').then((module) => module.ImportWindow),
);

const LeftImport = lazyPart(() => import('./left-import.tsx').then((module) => module.LeftImport));

/** Accepts files and folders dropped anywhere on the page, and shows what an import makes of them. */
export function PageDropZone() {
  const isImporting = useImport((state) => state.look !== null);
  // A window that takes pictures for itself.
  const isTrying = useTryIt((state) => state.isOpen);
  return (
    <>
      {/* Seen while a file is dragged over the page, and of no use otherwise. */}
      <Dropzone.FullScreen
        aria-hidden
        activateOnKeyboard={false}
        active={!isTrying}
        getFilesFromEvent={standIns}
        onDrop={dropped}
      >
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
      <FileDrop
        label="Choose a file"
        icon={<IconFileUpload size={32} stroke={1.5} aria-hidden />}
        title="Drop your images here, or press to choose files"
        getFilesFromEvent={standIns}
        onDrop={dropped}
      >
        A folder or a zip of images, an .npz, or .npy files. They stay on this device.
      </FileDrop>
      <Button
        variant="default"
        size="compact-sm"
        onClick={() => {
          if (picksFolders()) void pickFolder().then((given) => given && loadGiven(given));
          else folder.current?.click();
        }}
      >
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
          const input = event.currentTarget;
          void taken(givenByInput(input)).finally(() => {
            // The same folder may be chosen again.
            input.value = '';
          });
        }}
      />
      <LeftImport />
    </div>
  );
}

/** What was given with an event, by the one file that the drop zone is told of: it would list all of a folder. */
const givenWith = new WeakMap<File, Promise<Given | null>>();

async function standIns(event: { type?: string } | readonly unknown[]): Promise<File[]> {
  const { type, target, dataTransfer, clipboardData } = event as ClipboardEvent & DragEvent;
  const standIn = new File([], 'given');
  const transfer = dataTransfer ?? clipboardData;
  if (transfer && (type === 'drop' || type === 'paste')) givenWith.set(standIn, givenByTransfer(transfer));
  else if (target instanceof HTMLInputElement) givenWith.set(standIn, givenByInput(target));
  return [standIn];
}

function dropped(standIn: readonly File[]): void {
  void taken(givenWith.get(standIn[0]!) ?? Promise.resolve(null));
}

/** A failure is told under the header, on every tab. */
async function loadGiven(given: Given): Promise<void> {
  await loadFiles(given).catch(() => undefined);
}

async function taken(giving: Promise<Given | null>): Promise<void> {
  const given = await giving.catch(() => null);
  if (given) await loadGiven(given);
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
