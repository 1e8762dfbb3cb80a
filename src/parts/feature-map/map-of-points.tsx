import { Button } from '@mantine/core';
import { IconPhoto } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { type DatasetSummary, SPLITS } from '../../lab/dataset.ts';
import { imageName } from '../../lab/gallery/image-name.ts';
import type { Thresholds } from '../../lab/results/answers.ts';
import { openSelection } from '../../state/gallery/store.ts';
import { useScoredParts } from '../../state/results/scored-parts.ts';
import { thresholdsOf, useThresholdChoice } from '../../state/results/thresholds.ts';
import type { MapView } from '../../state/trained/map-view.ts';
import { useView, type ViewSearch } from '../../state/view/view.ts';
import type { RunRow } from '../../storage/runs.ts';
import { Folded } from '../../ui/folded.tsx';
import { formatCount } from '../../ui/format.ts';
import { Tile } from '../../ui/tile.tsx';
import type { FeatureMap } from '../../worker/protocol-model-jobs.ts';
import classes from './feature-map.module.css';
import { GroupTable } from './group-table.tsx';
import { colourOf, groupRows, legendOf, type PointFacts, pointFacts } from './points.ts';
import { Scatter } from './scatter.tsx';
import { useThumbnail } from './use-thumbnail.ts';

export const COLOURS: Readonly<Record<MapView['colour'], string>> = {
  class: 'class',
  part: 'part',
  answer: 'right or wrong',
  confidence: 'confidence',
};

/** The points with what a person does to them. */
export function MapOfPoints({
  row,
  dataset,
  map,
  reference,
  colour,
}: {
  row: RunRow;
  dataset: DatasetSummary;
  map: FeatureMap;
  reference: FeatureMap;
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

function wordsOf(map: FeatureMap, reference: FeatureMap): string {
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
