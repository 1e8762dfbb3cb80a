import { Button, NativeSelect, Progress, SegmentedControl, Slider } from '@mantine/core';
import { IconPhoto } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { type DatasetSummary, SPLITS, type Split } from '../../lab/dataset.ts';
import { imageName } from '../../lab/gallery/image-name.ts';
import type { Thresholds } from '../../lab/results/answers.ts';
import { useData } from '../../state/data/store.ts';
import { openSelection } from '../../state/gallery/store.ts';
import { useScoredParts } from '../../state/results/scored-parts.ts';
import { thresholdsOf, useThresholdChoice } from '../../state/results/thresholds.ts';
import { readKeptWeights, useKeptWeights } from '../../state/runs/kept-weights.ts';
import { changeMapView, type MapView, useMapView } from '../../state/trained/map-view.ts';
import { useAnswer } from '../../state/trained/use-answer.ts';
import { useView, type ViewSearch } from '../../state/view/view.ts';
import type { RunRow } from '../../storage/runs.ts';
import { Folded } from '../../ui/folded.tsx';
import { formatCount } from '../../ui/format.ts';
import { ErrorNotice } from '../../ui/notice.tsx';
import { Tile } from '../../ui/tile.tsx';
import type { FeatureMap as FeatureMapAnswer, ModelReference } from '../../worker/protocol-model-jobs.ts';
import classes from './feature-map.module.css';
import { GroupTable } from './group-table.tsx';
import { colourOf, groupRows, legendOf, type PointFacts, pointFacts } from './points.ts';
import { Scatter } from './scatter.tsx';
import { useThumbnail } from './use-thumbnail.ts';

/** Images of each part, drawn evenly from its classes. */
const MOST_IMAGES = 1000;

const COLOURS: Readonly<Record<MapView['colour'], string>> = {
  class: 'class',
  part: 'part',
  answer: 'right or wrong',
  confidence: 'confidence',
};

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

/** The points with what a person does to them. */
function MapOfPoints({
  row,
  dataset,
  map,
  reference,
  colour,
}: {
  row: RunRow;
  dataset: DatasetSummary;
  map: FeatureMapAnswer;
  reference: FeatureMapAnswer;
  colour: MapView['colour'];
}) {
  const thresholds = useThresholds(row);
  const facts = useMemo(() => pointFacts(map, dataset, thresholds), [map, dataset, thresholds]);
  const colours = useMemo(() => facts.map((fact) => colourOf(fact, colour)), [facts, colour]);
  const groups = useMemo(() => groupRows(map, facts, dataset), [map, facts, dataset]);
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [hovered, setHovered] = useState<number | null>(null);
  const navigate = useNavigate();
  const openImages = (title: string, points: Iterable<number>) => {
    const ids = [...points].map((at) => map.ids[at]!);
    const selection = {
      title,
      run: row.id,
      part: null,
      parts: SPLITS,
      fingerprint: dataset.fingerprint,
      ids,
    };
    openSelection(selection, window.scrollY);
    void navigate({ to: '/data', search: (old: ViewSearch) => ({ ...old, run: row.id }) });
  };
  const wrong = [...chosen].filter((at) => !facts[at]!.isRight).length;
  return (
    <>
      <div className={classes.drawing}>
        <Scatter
          map={map}
          reference={reference}
          colours={colours}
          chosen={chosen}
          label={`${formatCount(map.ids.length)} images as points; draw around some to choose them`}
          onChoose={(points) => setChosen(new Set(points))}
          onHover={setHovered}
        />
        {hovered !== null && facts[hovered] && (
          <Hovered dataset={dataset} id={map.ids[hovered]!} facts={facts[hovered]!} />
        )}
      </div>
      <ul className={classes.legend} aria-label={`Colours: ${COLOURS[colour]}`}>
        {legendOf(facts, colour, dataset).map(([name, fill]) => (
          <li key={name}>
            <span className={classes.swatch} style={{ background: fill }} aria-hidden />
            {name}
          </li>
        ))}
      </ul>
      <div className={classes.choice}>
        <span role="status">
          {chosen.size === 0
            ? 'Draw around some points to see their images.'
            : `${formatCount(chosen.size)} ${chosen.size === 1 ? 'image' : 'images'}, ${formatCount(wrong)} wrong.`}
        </span>
        {chosen.size > 0 && (
          <>
            <Button
              size="compact-sm"
              leftSection={<IconPhoto size={16} />}
              onClick={() => openImages('Images from the feature map', chosen)}
            >
              See them
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => setChosen(new Set())}>
              Let go
            </Button>
          </>
        )}
      </div>
      <p className={classes.note}>{wordsOf(map, reference)}</p>
      <Folded label="As a table">
        <GroupTable
          groups={groups}
          onOpen={(name, points) => openImages(`${name}, on the feature map`, points)}
        />
      </Folded>
    </>
  );
}

/** Those that a person has chosen for the run; null until they are known. */
function useThresholds(row: RunRow): Thresholds | null {
  const { parts } = useScoredParts(row);
  const choice = useThresholdChoice();
  const { output } = useView();
  return useMemo(() => parts && thresholdsOf(choice, row.id, parts, output), [parts, choice, row, output]);
}

function wordsOf(map: FeatureMapAnswer, reference: FeatureMapAnswer): string {
  const shares = (map.shares ?? reference.shares)?.map((share) => share.toFixed(3));
  return shares
    ? `The last features of the net, on the two axes along which they differ most (PCA of the best epoch): ${shares[0]} and ${shares[1]} of the spread.`
    : 'The last features of the net by UMAP (McInnes et al. 2018): neighbours stay together, distances between groups say little.';
}

/** The image under the pointer. */
function Hovered({ dataset, id, facts }: { dataset: DatasetSummary; id: number; facts: PointFacts }) {
  const tiles = useThumbnail(dataset.key, id);
  const name = imageName(id, dataset);
  return (
    <div className={classes.hovered}>
      {tiles && <Tile tiles={tiles} index={0} edge={72} label={name} />}
      <span>
        {name}
        <br />
        {facts.words}, {facts.isRight ? 'right' : 'wrong'}
      </span>
    </div>
  );
}
