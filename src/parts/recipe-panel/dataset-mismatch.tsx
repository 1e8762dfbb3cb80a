import { Button, Text } from '@mantine/core';
import { datasetKey } from '../../lab/recipe/dataset-reference.ts';
import { datasetName } from '../../lab/recipe/name.ts';
import { fetchRequest, loadDataset, takeDataset, useData } from '../../state/data/store.ts';
import { useRecipe } from '../../state/recipe/store.ts';
import { ErrorNotice } from '../../ui/notice.tsx';

/** A recipe about other data than what is loaded: from a link, or from the last visit. Offers to fetch them. */
export function DatasetMismatch() {
  const wanted = useRecipe((state) => state.recipe.dataset);
  const { dataset, loading, reference } = useData();
  if (!dataset || loading || !reference || dataset.key === datasetKey(wanted)) return null;
  const request = fetchRequest(wanted);
  return (
    <ErrorNotice
      error={{
        code: 'no-dataset',
        message: `This recipe is about ${datasetName(wanted)}, which is not loaded.`,
        remedy: request
          ? 'Fetch it, or use the recipe on the data that are here.'
          : 'Drop its file on the page, or use the recipe on the data that are here.',
      }}
    >
      {request && (
        <Button size="compact-sm" onClick={() => void loadDataset(request).catch(() => undefined)}>
          {request.kind === 'zenodo' ? 'Fetch from Zenodo' : 'Make it'}
        </Button>
      )}
      <Button size="compact-sm" variant="default" onClick={() => takeDataset(reference, dataset)}>
        Use {dataset.name}
      </Button>
      {request?.kind === 'zenodo' && (
        <Text size="xs" c="dimmed">
          Needs the network, once.
        </Text>
      )}
    </ErrorNotice>
  );
}
