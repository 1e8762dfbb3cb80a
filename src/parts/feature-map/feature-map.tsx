import { Button, NativeSelect, Progress, SegmentedControl, Slider } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { type DatasetSummary, SPLITS, type Split } from '../../lab/dataset.ts';
import { useData } from '../../state/data/store.ts';
import { readKeptWeights, useKeptWeights } from '../../state/runs/kept-weights.ts';
import { changeMapView, type MapView, useMapView } from '../../state/trained/map-view.ts';
import { useAnswer } from '../../state/trained/use-answer.ts';
import type { RunRow } from '../../storage/runs.ts';
import { ErrorNotice } from '../../ui/notice.tsx';
import type { ModelReference } from '../../worker/protocol-model-jobs.ts';
import classes from './feature-map.module.css';
import { COLOURS, MapOfPoints } from './map-of-points.tsx';

/** Images of each part, drawn evenly from its classes. */
const MOST_IMAGES = 1000;

/** How a trained model arranges the images: those that are alike to it lie together. */
export function FeatureMap({ row }: { row: RunRow }) {
  const dataset = useData((state) => state.dataset);
  const byRun = useKeptWeights((state) => state.byRun);
  const { open } = useMapView();
  useEffect(() => {
    if (byRun === null) void readKeptWeights();
  }, [byRun]);
  const kept = byRun?.[row.id];
  if (byRun !== null && kept?.best == null) {
    return (
      <p className={classes.plain}>
        The weights of this run are not kept in this browser. Train its recipe again, and the map can be
        drawn.
      </p>
    );
  }
  if (dataset?.fingerprint !== row.dataset.fingerprint) {
    return (
      <p className={classes.plain}>{row.dataset.name} is not loaded: choose it at the top to draw the map.</p>
    );
  }
  if (!open) {
    return (
      <div className={classes.start}>
        <span>Every image as a point: those that are alike to the model lie together.</span>
        <Button size="compact-sm" variant="default" onClick={() => changeMapView({ open: true })}>
          Draw the map
        </Button>
      </div>
    );
  }
  // Another run is another map: nothing of the one before stays chosen.
  return kept ? (
    <DrawnMap key={row.id} row={row} dataset={dataset} best={kept.best!} epochs={kept.epochs} />
  ) : null;
}

function DrawnMap({
  row,
  dataset,
  best,
  epochs,
}: {
  row: RunRow;
  dataset: DatasetSummary;
  best: number;
  epochs: readonly number[];
}) {
  const { method, colour } = useMapView();
  const [epoch, setEpoch] = useState(best);
  const parts: readonly Split[] = useMemo(
    () => SPLITS.filter((part) => part !== 'test' || row.summary?.test != null),
    [row],
  );
  const model: ModelReference = useMemo(
    () => ({ runId: row.id, recipe: row.recipe, datasetKey: dataset.key, epoch: null }),
    [row, dataset],
  );
  const asked = useMemo(() => ({ parts, most: MOST_IMAGES, axes: null }), [parts]);
  const pca = useAnswer(model, 'feature-map', asked);
  const umap = useAnswer(model, 'feature-umap', method === 'umap' ? { parts, most: MOST_IMAGES } : null);
  const axes = pca.answer?.axes ?? null;
  const moves = method === 'pca' && epoch !== best && axes !== null;
  const moved = useAnswer(
    useMemo(() => ({ ...model, epoch }), [model, epoch]),
    'feature-map',
    useMemo(() => (moves ? { ...asked, axes } : null), [moves, asked, axes]),
  );
  const now = method === 'umap' ? umap : moves ? moved : pca;
  const reference = method === 'umap' ? umap.answer : pca.answer;
  // What has been drawn stays until the next is there.
  const map = now.answer ?? (method === 'pca' ? pca.answer : null);
  return (
    <div className={classes.map} data-mantine-color-scheme="dark">
      <div className={classes.controls}>
        <SegmentedControl
          size="xs"
          aria-label="How the plane is found"
          data={[
            { value: 'pca', label: 'PCA' },
            { value: 'umap', label: 'UMAP' },
          ]}
          value={method}
          onChange={(value) => changeMapView({ method: value as MapView['method'] })}
        />
        <NativeSelect
          size="xs"
          aria-label="Colour by"
          data={Object.entries(COLOURS).map(([value, label]) => ({ value, label: `colour: ${label}` }))}
          value={colour}
          onChange={(event) => changeMapView({ colour: event.currentTarget.value as MapView['colour'] })}
        />
        {method === 'pca' && epochs.length > 1 && (
          <EpochChoice epochs={epochs} best={best} epoch={epoch} onEpoch={setEpoch} />
        )}
      </div>
      {now.error && now.error.code !== 'cancelled' && <ErrorNotice error={now.error} />}
      {now.busy && (
        <Progress
          value={now.progress ? (100 * now.progress.done) / now.progress.total : 3}
          size="xs"
          aria-label="Drawing the map"
        />
      )}
      {map && reference && (
        <MapOfPoints row={row} dataset={dataset} map={map} reference={reference} colour={colour} />
      )}
      {!map && now.busy && <div className={classes.waiting} aria-busy />}
    </div>
  );
}

function EpochChoice({
  epochs,
  best,
  epoch,
  onEpoch,
}: {
  epochs: readonly number[];
  best: number;
  epoch: number;
  onEpoch: (epoch: number) => void;
}) {
  return (
    <div className={classes.epochs}>
      <Slider
        className={classes.slider!}
        size="xs"
        thumbLabel="Epoch"
        label={null}
        min={0}
        max={epochs.length - 1}
        value={epochs.indexOf(epoch)}
        onChange={(place) => onEpoch(epochs[place]!)}
      />
      <span className={classes.epoch}>
        epoch {epoch}
        {epoch === best && ', the best'}
      </span>
    </div>
  );
}
