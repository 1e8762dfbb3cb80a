import { Menu } from '@mantine/core';
import type { ReactNode } from 'react';
import { describeError } from '../../lab/lab-error.ts';
import type { RunRow } from '../../storage/runs.ts';
import { showProblem } from '../../ui/notify.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { runsCsv } from './runs-csv.ts';
import { recordOf } from './store.ts';

/** Several runs as one file: a table for a spreadsheet, or all that is known of each. */
export function ExportMenu({
  listed,
  ticked,
  names,
  button,
}: {
  listed: readonly RunRow[];
  ticked: readonly RunRow[];
  names: ReadonlyMap<string, string>;
  button: ReactNode;
}) {
  const saveCsv = (rows: readonly RunRow[]) => saveFile('runs.csv', runsCsv(rows, names), 'text/csv');
  const saveJson = async (rows: readonly RunRow[]) => {
    saveFile('runs.json', JSON.stringify(await Promise.all(rows.map(recordOf)), null, 2));
  };
  const items = (what: string, rows: readonly RunRow[]) => (
    <>
      <Menu.Label>
        {what} ({rows.length})
      </Menu.Label>
      <Menu.Item disabled={rows.length === 0} onClick={() => saveCsv(rows)}>
        {what} as CSV
      </Menu.Item>
      <Menu.Item
        disabled={rows.length === 0}
        onClick={() => {
          saveJson(rows).catch((error: unknown) => showProblem(describeError(error)));
        }}
      >
        {what} with their curves as JSON
      </Menu.Item>
    </>
  );
  return (
    <Menu position="bottom-end" withinPortal defaultOpened>
      <Menu.Target>{button}</Menu.Target>
      <Menu.Dropdown>
        {items('Ticked runs', ticked)}
        {items('Listed runs', listed)}
      </Menu.Dropdown>
    </Menu>
  );
}
