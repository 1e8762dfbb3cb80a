import { useComputedColorScheme } from '@mantine/core';
import { type ReactNode, useCallback } from 'react';
import { createRandom } from '../../lab/random.ts';
import { type Calibrated, type Calibration, calibrate } from '../../lab/results/calibrate.ts';
import type { ReliabilityBin } from '../../lab/results/calibration.ts';
import type { ScoredPart } from '../../lab/results/scored-part.ts';
import { useWork } from '../../state/results/use-work.ts';
import { SavedFigure } from '../../ui/chart/saved-figure.tsx';
import { formatAuc } from '../../ui/format.ts';
import { oneStop } from '../../ui/one-stop.ts';
import { runColour } from '../../ui/palettes.ts';
import { PictureTable } from '../../ui/picture-table.tsx';
import { ReliabilityDiagram, type ReliabilityPoint } from '../../ui/reliability-diagram.tsx';
import { Term } from '../../ui/term.tsx';
import { figure } from './figure-words.ts';
import type { OpenImages } from './open-images.ts';
import classes from './results-page.module.css';

/** How far the scores can be believed as probabilities, before and after a temperature that is fitted on val. */
export function CalibrationSection({
  val,
  part,
  shown,
  output,
  yes,
  colour,
  openImages,
}: {
  val: ScoredPart;
  /** The part that is shown. */
  part: ScoredPart;
  shown: 'val' | 'test';
  output: number;
  /** Name of the positive answer. */
  yes: string;
  /** Of the run in its palette; null in grey. */
  colour: number | null;
  openImages: OpenImages;
}) {
  const begin = useCallback(() => calibrate(val, part, output, createRandom(1)), [val, part, output]);
  const found = useWork(begin);
  const scheme = useComputedColorScheme('light');
  const isTop = part.task === 'multi-class';
  return (
    <section className={classes.card} aria-label="Calibration" data-place="calibration">
      <h2 className={classes.title}>
        <Term of="calibration">Calibration</Term>
        {found && <span className={classes.aside}>: {verdict(found.before)}</span>}
      </h2>
      {!found && <div className={classes.drawing} aria-busy />}
      {found && (
        <div className={classes.pair}>
          <div>
            <SavedFigure name="Reliability diagram">
              <ReliabilityDiagram
                label="Reliability diagram"
                points={found.before.bins.map(pointOf)}
                after={found.after.bins.map(pointOf)}
                colour={runColour(colour, scheme)}
                axes={
                  isTop
                    ? { x: 'score of the likeliest class', y: 'share that is right' }
                    : { x: `score for ${yes}`, y: `share that is ${yes}` }
                }
                onOpen={(place) => {
                  const bin = found.before.bins[place]!;
                  openImages(`Score about ${bin.promised.toFixed(2)}`, bin.images);
                }}
              />
            </SavedFigure>
            <BinTable found={found} />
          </div>
          <div>
            <FigureTable found={found} />
            <p className={classes.words}>{temperatureWords(found)}</p>
            <p className={classes.note}>
              Ten groups of images with similar scores, with 95 % intervals; press one to see its images.
              Hollow: after the temperature{shown === 'val' ? ', which was fitted on these very images' : ''}.
              The ECE is never 0: “by chance” is what scores that hold exactly would show here.
            </p>
          </div>
        </div>
      )}
    </section>
  );
}

function verdict({ error, chance }: Calibration): string {
  const ece = `ECE ${figure(error)}`;
  return error > chance.high
    ? `${ece}, more than chance explains (up to ${figure(chance.high)})`
    : `${ece}, no more than chance explains (up to ${figure(chance.high)})`;
}

function temperatureWords({ temperature: { temperature, atLimit } }: Calibrated): string {
  if (atLimit) {
    return temperature < 1
      ? 'On val the scores put every image right, so no temperature fits best.'
      : 'On val the scores say nothing, so no temperature fits best.';
  }
  return `The temperature that fits val best is ${temperature.toFixed(2)}; above 1 the model is too sure, below 1 not sure enough.`;
}

function pointOf({ promised, kept, interval, images }: ReliabilityBin): ReliabilityPoint {
  return {
    promised,
    kept,
    interval,
    name: `Score ${figure(promised)}: ${figure(kept)} of ${images.length} images came true`,
  };
}

function FigureTable({ found: { before, after, temperature } }: { found: Calibrated }) {
  const rows: readonly (readonly [key: string, head: ReactNode, of: (one: Calibration) => number])[] = [
    [
      'ece',
      <Term key="ece" of="ece">
        ECE
      </Term>,
      ({ error }) => error,
    ],
    ['chance', 'by chance, on average', ({ chance }) => chance.mean],
    [
      'debiased',
      <Term key="debiased" of="debiased">
        without chance
      </Term>,
      ({ debiased }) => debiased,
    ],
    [
      'brier',
      <Term key="brier" of="brier">
        Brier score
      </Term>,
      ({ brier }) => brier.score,
    ],
    ['shares', 'class shares alone', ({ brier }) => brier.byShares],
  ];
  return (
    <table ref={oneStop} className={classes.table}>
      <thead>
        <tr>
          <td />
          <th scope="col" className={classes.narrow}>
            as it is
          </th>
          <th scope="col">
            <Term of="temperature">temperature</Term> {temperature.temperature.toFixed(2)}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([key, head, of]) => (
          <tr key={key}>
            <td>{head}</td>
            <td>
              <span className={classes.figure}>{formatAuc(of(before))}</span>
            </td>
            <td>{formatAuc(of(after))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function BinTable({ found: { before } }: { found: Calibrated }) {
  const rows = () =>
    before.bins.map(({ images, promised, kept, interval }) => [
      String(images.length),
      ...[promised, kept, ...interval].map(formatAuc),
    ]);
  return <PictureTable heads={['images', 'score', 'came true', 'interval from', 'to']} rows={rows} />;
}
