import { Stack } from '@mantine/core';
import { CatalogueList } from './catalogue-list.tsx';
import classes from './data-page.module.css';
import { DatasetDetails } from './dataset-details.tsx';
import { FileDropZone } from './drop-zone.tsx';
import { PhantomCard } from './phantom-card.tsx';
import { ShardList, StoredFileList } from './stored-lists.tsx';

/** What is loaded, and where other sets come from. */
export function DataPage() {
  return (
    <Stack gap="md">
      <DatasetDetails />
      <h2 className={classes.heading}>Other data</h2>
      <FileDropZone />
      <StoredFileList />
      <ShardList />
      <div className={classes.sources}>
        <PhantomCard />
        <CatalogueList />
      </div>
    </Stack>
  );
}
