import { ActionIcon, Menu } from '@mantine/core';
import {
  IconDots,
  IconDownload,
  IconPackageExport,
  IconPencil,
  IconPhotoSearch,
  IconPlayerPlay,
  IconTable,
  IconTrash,
  IconWand,
} from '@tabler/icons-react';
import { Suspense, useState } from 'react';
import { describeError } from '../../lab/lab-error.ts';
import { MODEL_FORMAT_NAMES, type ModelFormatName } from '../../lab/model-export/format-names.ts';
import { setRecipe } from '../../state/recipe/store.ts';
import { continuesAfter, useKept } from '../../state/runs/kept.ts';
import { recordOf } from '../../state/runs/store.ts';
import { useTrain } from '../../state/training/store.ts';
import type { RunRow } from '../../storage/runs.ts';
import { lazyPart } from '../../ui/lazy-part.tsx';
import { showNote, showProblem } from '../../ui/notify.tsx';
import { Opener, type Opening, useOpening } from '../../ui/opener.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { continueOrTell } from './continue-button.tsx';
import { deleteAndTell, neighbourOf } from './delete-runs.ts';
import classes from './run-menu.module.css';
import { saveModel } from './save-model.ts';

const TryItWindow = lazyPart(async () => (await import('../try-it/try-it-window.tsx')).TryItWindow);

const formats = Object.entries(MODEL_FORMAT_NAMES) as [ModelFormatName, string][];

function attempt(work: Promise<void>): void {
  work.catch((error: unknown) => showProblem(describeError(error)));
}

interface RunMenuProps {
  readonly row: RunRow;
  readonly name: string;
  readonly onRename: () => void;
}

/** What can be done with a run. */
export function RunMenu(props: RunMenuProps) {
  const button = (
    <ActionIcon variant="subtle" color="gray" size="sm" aria-label={`More about ${props.name}`}>
      <IconDots size={16} />
    </ActionIcon>
  );
  return (
    <Opener button={button} opens="menu">
      {(opening) => <OpenRunMenu {...props} opening={opening} />}
    </Opener>
  );
}

function OpenRunMenu({ row, name, onRename, opening }: RunMenuProps & { readonly opening: Opening }) {
  const [opened, setOpened] = useOpening(opening);
  // Here or in another tab.
  const live = row.status === 'running' || row.status === 'paused';
  const training = useTrain((state) => state.phase !== 'idle');
  const continues = useKept((kept) => continuesAfter(row, kept) !== null);
  // The closing menu takes the focus back to its button, so the field that wants it has to come later.
  const [renaming, setRenaming] = useState(false);
  const [trying, setTrying] = useState(false);
  const remove = async () => {
    const neighbour = neighbourOf(row.id);
    await deleteAndTell([row.id], `“${name}”`);
    // Where nothing takes its place, at the tab.
    (neighbour ?? document.getElementById('main'))?.focus();
  };
  const save = async () => {
    const record = await recordOf(row);
    saveFile(`run-${row.id}.json`, JSON.stringify(record, null, 2));
  };
  const savePredictions = async () => {
    const { predictionsCsvOf } = await import('../../state/results/save-predictions.ts');
    saveFile(`${name} predictions.csv`, await predictionsCsvOf(row), 'text/csv');
    const isSealed = row.status === 'finished' && !row.summary?.test;
    if (isSealed) showNote('The test part is sealed: its images are not in the file.');
  };
  return (
    <>
      {trying && (
        <Suspense>
          <TryItWindow row={row} name={name} onClose={() => setTrying(false)} />
        </Suspense>
      )}
      <Menu
        position="bottom-end"
        withinPortal
        opened={opened}
        onChange={setOpened}
        onExitTransitionEnd={() => {
          if (renaming) onRename();
          setRenaming(false);
        }}
      >
        <Menu.Target>{opening.button}</Menu.Target>
        <Menu.Dropdown>
          {/* Whole: the list cuts it off. */}
          <Menu.Label className={classes.wholeName!}>{name}</Menu.Label>
          {continues && (
            <Menu.Item
              leftSection={<IconPlayerPlay size={16} />}
              disabled={training}
              onClick={() => continueOrTell(row.id)}
            >
              Continue
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconWand size={16} />} onClick={() => setRecipe(row.recipe)}>
            Use its recipe
          </Menu.Item>
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setRenaming(true)}>
            Rename
          </Menu.Item>
          <Menu.Item leftSection={<IconDownload size={16} />} onClick={() => attempt(save())}>
            Export as JSON
          </Menu.Item>
          {row.summary && (
            <Menu.Item leftSection={<IconTable size={16} />} onClick={() => attempt(savePredictions())}>
              Predictions as CSV
            </Menu.Item>
          )}
          {row.status === 'finished' && (
            <>
              <Menu.Item leftSection={<IconPhotoSearch size={16} />} onClick={() => setTrying(true)}>
                Try it with a picture
              </Menu.Item>
              <Menu.Label>Save the model as</Menu.Label>
              {formats.map(([format, label]) => (
                <Menu.Item
                  key={format}
                  leftSection={<IconPackageExport size={16} />}
                  onClick={() => attempt(saveModel(row, name, format))}
                >
                  {label}
                </Menu.Item>
              ))}
              <Menu.Divider />
            </>
          )}
          <Menu.Item
            {...(live ? {} : { c: 'red' })}
            leftSection={<IconTrash size={16} />}
            disabled={live}
            onClick={() => void remove()}
          >
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
