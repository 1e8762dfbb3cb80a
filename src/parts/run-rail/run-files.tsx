import { ActionIcon, Menu } from '@mantine/core';
import { IconFileExport, IconFileImport } from '@tabler/icons-react';
import { useRef } from 'react';
import { describeError } from '../../lab/lab-error.ts';
import { differing } from '../../state/runs/differing.ts';
import { recordOf } from '../../state/runs/store.ts';
import type { RunRow } from '../../storage/runs.ts';
import { showNote, showProblem } from '../../ui/notify.tsx';
import { saveFile } from '../../ui/save-file.ts';

const tell = (error: unknown) => showProblem(describeError(error));

async function saveCsv(rows: readonly RunRow[], names: ReadonlyMap<string, string>): Promise<void> {
  const { runsCsv } = await import('../../state/runs/runs-csv.ts');
  saveFile('runs.csv', runsCsv(rows, names, differing(rows)), 'text/csv');
}

async function saveJson(rows: readonly RunRow[]): Promise<void> {
  saveFile('runs.json', JSON.stringify(await Promise.all(rows.map(recordOf)), null, 2));
}

/** Several runs as one file: a table for a spreadsheet, or all that is known of each. */
export function ExportRuns({
  listed,
  ticked,
  names,
  word = 'Ticked',
}: {
  listed: readonly RunRow[];
  ticked: readonly RunRow[];
  names: ReadonlyMap<string, string>;
  /** How those are told from the listed ones. */
  word?: 'Ticked' | 'Chosen';
}) {
  const label = word === 'Ticked' ? 'Export runs' : 'Export the chosen runs';
  const item = (text: string, save: (rows: readonly RunRow[]) => Promise<void>, rows: readonly RunRow[]) => (
    <Menu.Item disabled={rows.length === 0} onClick={() => void save(rows).catch(tell)}>
      {text} ({rows.length})
    </Menu.Item>
  );
  const asCsv = (rows: readonly RunRow[]) => saveCsv(rows, names);
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={label} title={label}>
          <IconFileExport size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {item(`${word} runs as CSV`, asCsv, ticked)}
        {item(`${word} runs with their curves as JSON`, saveJson, ticked)}
        {item('Listed runs as CSV', asCsv, listed)}
        {item('Listed runs with their curves as JSON', saveJson, listed)}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Takes runs in from files that were exported here or by the command line. */
export function ImportRuns({ onAdded }: { onAdded: (ids: readonly string[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const take = async (files: readonly File[]) => {
    const { importRuns } = await import('../../state/runs/import-runs.ts');
    const { added, known, lacksPredictions } = await importRuns(files);
    showNote(
      [
        added.length === 1 ? '1 run was added.' : `${added.length} runs were added.`,
        ...(known > 0 ? [`${known} ${known === 1 ? 'was' : 'were'} here already.`] : []),
        ...(lacksPredictions
          ? ['Records hold curves and scores, not the predictions that ROC curves need.']
          : []),
      ].join(' '),
    );
    if (added.length > 0) onAdded(added);
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        multiple
        hidden
        aria-label="Files of runs"
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          if (files.length > 0) take(files).catch(tell);
        }}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label="Import runs"
        title="Import runs: JSON files that the lab has exported"
        onClick={() => input.current?.click()}
      >
        <IconFileImport size={16} />
      </ActionIcon>
    </>
  );
}
