import { Button, Stack } from '@mantine/core';
import { dismissFailure, loadDataset, useData } from '../../state/data/store.ts';
import { ErrorNotice } from '../../ui/notice.tsx';
import { CatalogueList } from './catalogue-list.tsx';
import classes from './data-page.module.css';
import { DatasetDetails } from './dataset-details.tsx';
import { FileDropZone } from './drop-zone.tsx';
import { PhantomCard } from './phantom-card.tsx';
import { ShardList, StoredFileList } from './stored-lists.tsx';

/** What is loaded, and where other sets come from. */
export function DataPage() {
  const failure = useData((state) => state.failure);
  return (
    <Stack gap="md">
      {failure && (
        <ErrorNotice error={failure.error} onClose={dismissFailure}>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => void loadDataset(failure.request).catch(() => undefined)}
          >
            Try again
          </Button>
        </ErrorNotice>
      )}
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
