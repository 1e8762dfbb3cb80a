import { ActionIcon, Button, FileButton, NativeSelect, TextInput, Tooltip } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconDownload,
  IconPencil,
  IconPlus,
  IconTrash,
  IconUpload,
} from '@tabler/icons-react';
import { type ReactNode, useRef, useState } from 'react';
import type { DatasetSummary } from '../../lab/dataset.ts';
import { editionMark, editionText } from '../../lab/edition/edition.ts';
import { editionToFile } from '../../lab/edition/edition-file.ts';
import { editionOf } from '../../lab/edition/steps.ts';
import type { StoredEdition } from '../../lab/edition/stored-edition.ts';
import { describeError } from '../../lab/lab-error.ts';
import {
  beginEdition,
  chooseEdition,
  deleteEdition,
  importEdition,
  redoEdit,
  renameEdition,
  undoEdit,
} from '../../state/editions/store.ts';
import type { CurrentEdition } from '../../state/editions/use-edition.ts';
import { useRecipe } from '../../state/recipe/store.ts';
import { showProblem, showUndo } from '../../ui/notify.tsx';
import { safeFileName } from '../../ui/safe-file-name.ts';
import { saveFile } from '../../ui/save-file.ts';
import classes from './filter-bar.module.css';

const AS_IT_IS = '';
/** An edition that came with a recipe and is not kept here. */
const NOT_KEPT = 'not-kept';

/** Which edition the next run trains on, and what can be done with it. */
export function EditionBar({ dataset, current }: { dataset: DatasetSummary; current: CurrentEdition }) {
  const [renaming, setRenaming] = useState(false);
  const { stored, name, all } = current;
  const fromRecipe = useRecipe((state) => state.recipe.edition);
  const choose = (id: string) => {
    if (id !== NOT_KEPT) chooseEdition(all.find((edition) => edition.id === id) ?? null);
  };
  return (
    <fieldset className={classes.filters} aria-label="Edition">
      <span>Train on</span>
      {renaming && stored ? (
        <NameInput key={stored.id} edition={stored} onDone={() => setRenaming(false)} />
      ) : (
        <NativeSelect
          size="xs"
          aria-label="Train on"
          data={[
            { value: AS_IT_IS, label: 'the set as it is' },
            ...all.map((edition) => ({ value: edition.id, label: labelOf(edition) })),
            ...(name !== null && !stored ? [{ value: NOT_KEPT, label: `${name}, from a recipe` }] : []),
          ]}
          value={stored?.id ?? (name === null ? AS_IT_IS : NOT_KEPT)}
          onChange={(event) => choose(event.currentTarget.value)}
        />
      )}
      {name !== null && !stored && (
        <Button size="compact-sm" variant="default" onClick={() => beginEdition(dataset, fromRecipe)}>
          Keep it
        </Button>
      )}
      <Action label="New edition" onClick={() => beginEdition(dataset)}>
        <IconPlus size={16} />
      </Action>
      {stored && <Actions edition={stored} dataset={dataset} onRename={() => setRenaming(true)} />}
      <Import dataset={dataset} />
    </fieldset>
  );
}

function labelOf({ name, fingerprint, steps }: StoredEdition): string {
  return editionText(editionMark(editionOf(name, fingerprint, steps))).replace(/^edition /, '');
}

function Actions({
  edition,
  dataset,
  onRename,
}: {
  edition: StoredEdition;
  dataset: DatasetSummary;
  onRename: () => void;
}) {
  const { name, fingerprint, steps, undone } = edition;
  const save = () =>
    saveFile(
      `${safeFileName(`${dataset.name} ${name}`)}.json`,
      editionToFile(editionOf(name, fingerprint, steps), dataset.name),
    );
  const remove = () => showUndo(`The edition "${name}" was deleted.`, deleteEdition(edition));
  return (
    <>
      <Action
        label="Undo the last edit (Ctrl+Z)"
        disabled={steps.length === 0}
        onClick={() => undoEdit(edition)}
      >
        <IconArrowBackUp size={16} />
      </Action>
      <Action label="Do it again (Ctrl+Y)" disabled={undone.length === 0} onClick={() => redoEdit(edition)}>
        <IconArrowForwardUp size={16} />
      </Action>
      <Action label="Rename the edition" onClick={onRename}>
        <IconPencil size={16} />
      </Action>
      <Action label="Export the edition" onClick={save}>
        <IconDownload size={16} />
      </Action>
      <Action label="Delete the edition" onClick={remove}>
        <IconTrash size={16} />
      </Action>
    </>
  );
}

function Import({ dataset }: { dataset: DatasetSummary }) {
  const reset = useRef<() => void>(null);
  const take = async (file: File | null) => {
    reset.current?.();
    if (!file) return;
    try {
      importEdition(await file.text(), dataset);
    } catch (error) {
      showProblem(describeError(error));
    }
  };
  return (
    <FileButton onChange={(file) => void take(file)} accept="application/json,.json" resetRef={reset}>
      {(props) => (
        <Action label="Import an edition" onClick={props.onClick}>
          <IconUpload size={16} />
        </Action>
      )}
    </FileButton>
  );
}

function Action({
  label,
  disabled = false,
  onClick,
  children,
}: {
  label: string;
  disabled?: boolean;
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="default" aria-label={label} disabled={disabled} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

/** Takes the name with Enter or when it is left; Escape keeps the old one. */
function NameInput({ edition, onDone }: { edition: StoredEdition; onDone: () => void }) {
  const [name, setName] = useState(edition.name);
  const [taken, setTaken] = useState(false);
  const finish = () => {
    if (name.trim() === edition.name || renameEdition(edition, name)) onDone();
    else setTaken(true);
  };
  return (
    <TextInput
      size="xs"
      aria-label="Name of the edition"
      autoFocus
      maxLength={60}
      value={name}
      error={taken ? 'Another edition has this name.' : undefined}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setName(event.currentTarget.value)}
      onBlur={() => (name.trim() === '' ? onDone() : finish())}
      onKeyDown={(event) => {
        if (event.key === 'Enter') finish();
        if (event.key !== 'Escape') return;
        // Of the name alone: around it the key leaves the images.
        event.stopPropagation();
        onDone();
      }}
    />
  );
}
