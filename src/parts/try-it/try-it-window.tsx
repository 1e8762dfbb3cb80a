import '@mantine/core/styles/ModalBase.css';
import '@mantine/core/styles/Modal.css';
import { Button, Modal, Text } from '@mantine/core';
import { useEffect } from 'react';
import { describeError } from '../../lab/lab-error.ts';
import { datasetKey } from '../../lab/recipe/dataset-reference.ts';
import { datasetName } from '../../lab/recipe/name.ts';
import { findRequest, loadDataset, useData } from '../../state/data/store.ts';
import { readKeptWeights, useKeptWeights } from '../../state/runs/kept-weights.ts';
import { useTryIt } from '../../state/trained/try-it.ts';
import type { RunRow } from '../../storage/runs.ts';
import { showProblem } from '../../ui/notify.tsx';
import { useReturnFocus } from '../../ui/use-return-focus.ts';
import classes from './try-it.module.css';
import { TryIt } from './try-it.tsx';

/** A trained model and any picture: what it makes of it. */
export function TryItWindow({
  row,
  name,
  onClose,
}: {
  /** As it may be shown. */
  row: RunRow;
  name: string;
  onClose: () => void;
}) {
  useReturnFocus();
  const dataset = useData((state) => state.dataset);
  const byRun = useKeptWeights((state) => state.byRun);
  useEffect(() => {
    if (byRun === null) void readKeptWeights();
  }, [byRun]);
  useEffect(() => {
    useTryIt.setState({ isOpen: true });
    return () => useTryIt.setState({ isOpen: false });
  }, []);
  const isLoaded = dataset?.key === datasetKey(row.recipe.dataset);
  const isKept = byRun?.[row.id]?.best != null;
  return (
    <Modal
      opened
      onClose={onClose}
      title={<span className={classes.title}>Try it: {name}</span>}
      size={960}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {byRun !== null && !isKept && (
        <Text>
          The weights of this run are not kept in this browser any more. Train its recipe again to try it.
        </Text>
      )}
      {isKept && !isLoaded && <OtherSet row={row} />}
      {isKept && isLoaded && dataset && <TryIt row={row} name={name} dataset={dataset} />}
    </Modal>
  );
}

function OtherSet({ row }: { row: RunRow }) {
  const busy = useData((state) => state.loading !== null);
  const set = datasetName(row.recipe.dataset);
  const load = async () => {
    const request = await findRequest(row.recipe.dataset);
    if (request) await loadDataset(request);
    else {
      showProblem({
        ...{ code: 'no-dataset', message: `${set} is not on this device.` },
        remedy: 'The run is kept. Fetch the set or drop its file under Data, then try again.',
      });
    }
  };
  return (
    <>
      <Text mb="sm">This model was trained on {set}, which is not loaded.</Text>
      <Button
        loading={busy}
        onClick={() => void load().catch((error: unknown) => showProblem(describeError(error)))}
      >
        Load it
      </Button>
    </>
  );
}
