import { ActionIcon, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { describeError } from '../../lab/lab-error.ts';
import { differing } from '../../state/runs/differing.ts';
import { recordOf } from '../../state/runs/store.ts';
import type { RunRow } from '../../storage/runs.ts';
import { showProblem } from '../../ui/notify.tsx';
import { saveFile } from '../../ui/save-file.ts';

/** Several runs as one file: a table for a spreadsheet, or all that is known of each. */
export function ExportRuns({
  listed,
  ticked,
  names,
}: {
  listed: readonly RunRow[];
  ticked: readonly RunRow[];
  names: ReadonlyMap<string, string>;
}) {
  const saveCsv = async (rows: readonly RunRow[]) => {
    const { runsCsv } = await import('../../state/runs/runs-csv.ts');
    saveFile('runs.csv', runsCsv(rows, names, differing(rows)), 'text/csv');
  };
  const saveJson = async (rows: readonly RunRow[]) =>
    saveFile('runs.json', JSON.stringify(await Promise.all(rows.map(recordOf)), null, 2));
  const item = (text: string, save: (rows: readonly RunRow[]) => Promise<void>, rows: readonly RunRow[]) => (
    <Menu.Item
      disabled={rows.length === 0}
      onClick={() => {
        save(rows).catch((error: unknown) => showProblem(describeError(error)));
      }}
    >
      {text} ({rows.length})
    </Menu.Item>
  );
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label="Export runs" title="Export runs">
          <IconDownload size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {item('Ticked runs as CSV', saveCsv, ticked)}
        {item('Ticked runs with their curves as JSON', saveJson, ticked)}
        {item('Listed runs as CSV', saveCsv, listed)}
        {item('Listed runs with their curves as JSON', saveJson, listed)}
      </Menu.Dropdown>
    </Menu>
  );
}
