import '@mantine/core/styles/ModalBase.css';
import '@mantine/core/styles/Modal.css';
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { ImportLook } from '../../../lab/import/look.ts';
import { changeImport, closeImport, confirmImport, useImport } from '../../../state/data/import.ts';
import { ErrorNotice } from '../../../ui/notice.tsx';
import { saveFile } from '../../../ui/save-file.ts';
import { useDrawn } from '../../../ui/use-drawn.ts';
import { ImportChoices } from './import-choices.tsx';
import { ImportClasses } from './import-classes.tsx';
import { ImportQuestions } from './import-questions.tsx';
import classes from './import-window.module.css';

/** What was found in the files, what will be done with it, and every choice, before anything is taken. */
export function ImportWindow() {
  const { look, error, busy, returned } = useImport();
  useFocusBackTo();
  // The window and its choices at once are a task of 63 ms of the processor.
  const isDrawn = useDrawn();
  if (!look) return null;
  const isOpen = look.plan.questions.length > 0 || look.obstacles.length > 0;
  return (
    <Modal
      opened
      onClose={closeImport}
      title={<span className={classes.title}>{look.name}: what was found</span>}
      size={1000}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack gap="md" aria-busy={busy}>
        <ul className={classes.sentences} aria-label="Found">
          {look.found.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        {returned && (
          <Text size="sm" role="status">
            Your choices for these files are back.
          </Text>
        )}
        {error && <ErrorNotice error={error} />}
        <ImportQuestions look={look} />
        <Obstacles look={look} />
        <section aria-label="What will be done">
          <h3 className={classes.heading}>What will be done</h3>
          <ul className={classes.sentences}>
            {look.plan.will.length === 0 && <li>Images and labels are taken as they are.</li>}
            {look.plan.will.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
          {isDrawn && <ImportChoices look={look} />}
        </section>
        {isDrawn && <ImportClasses look={look} />}
        <div className={classes.foot}>
          <Text size="sm" role="status" className={classes.status}>
            {isOpen ? 'Answer what is open above, then take the images.' : totalText(look)}
          </Text>
          <Group gap="xs">
            <Button
              variant="subtle"
              onClick={() =>
                saveFile(`${look.name}-import.json`, `${JSON.stringify(look.plan.options, null, 2)}\n`)
              }
            >
              Save these choices
            </Button>
            <Button variant="default" onClick={closeImport}>
              Cancel
            </Button>
            <Button disabled={isOpen || busy || error !== null} onClick={() => void takeOver()}>
              Take the images
            </Button>
          </Group>
        </div>
      </Stack>
    </Modal>
  );
}

/** What is taken is told at the top of the page, where the set is shown. */
async function takeOver(): Promise<void> {
  try {
    await confirmImport();
    window.scrollTo({ top: 0 });
  } catch {
    // Told in the page, as that of a load.
  }
}

function totalText({ plan: { images, dims, size, channels } }: ImportLook): string {
  const edge = dims === 3 ? `${size}³ voxels` : `${size} × ${size} pixels`;
  return `${images.train} training, ${images.val} validation, ${images.test} test images of ${edge}, ${channels === 1 ? 'grey' : 'colour'}.`;
}

/** What stands in the way, with the press that takes it away. */
function Obstacles({ look: { obstacles, plan } }: { look: ImportLook }) {
  return (
    <>
      {obstacles.map(({ code, text, remedy }) => (
        <ErrorNotice key={text} error={{ code, message: text, remedy }}>
          {plan.options.parts === 'keep' && (
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => void changeImport({ parts: 'redraw' })}
            >
              Draw the parts anew
            </Button>
          )}
        </ErrorNotice>
      ))}
      {plan.warnings.map((warning) => (
        <Text key={warning} size="sm" className={classes.warning}>
          {warning}
        </Text>
      ))}
    </>
  );
}

/** Who had the focus before the window gets it back; a place to drop files is none. */
function useFocusBackTo(): void {
  const before = useRef<Element | null>(null);
  useEffect(() => {
    before.current ??= document.activeElement;
    const place = before.current;
    return () => {
      setTimeout(() => {
        if (document.activeElement !== document.body) return;
        const target =
          place?.isConnected && place !== document.body ? place : document.getElementById('main');
        if (target instanceof HTMLElement) target.focus({ preventScroll: true });
      });
    };
  }, []);
}
