import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Draws: an element of pictures, or marks that are placed by figures. */
const DRAWS = /<svg\b|<canvas\b|<img\b|<LineChart\b|<ScatterChart\b|\b(?:left|width): `\$\{/;

/** In which file the picture is told in words, and the words of the code that does it. */
type Telling = readonly [file: string, code: RegExp];
/** Says the same as what stands beside it, which is told. */
type Ornament = { readonly beside: Telling };

/**
 * Every picture of the page, with the text or the table that is its own: what a person is told who does not see it. Whoever
 * draws another one says so here.
 */
const PICTURES: Readonly<Record<string, Telling | Ornament>> = {
  // Curves.
  'ui/chart/curve-chart.tsx': ['ui/chart/curve-table.tsx', /<PictureTable heads/],
  'ui/chart/roofline-chart.tsx': ['pages/bench/layer-table.tsx', /<table/],
  'ui/chart/roofline-mark.tsx': { beside: ['pages/bench/layer-table.tsx', /<table/] },
  'ui/rate-square.tsx': ['pages/results/rate-curves.tsx', /<PictureTable heads/],
  'ui/reliability-diagram.tsx': ['pages/results/calibration-section.tsx', /<PictureTable heads/],
  'parts/stress/stress-panel.tsx': ['parts/stress/stress-section.tsx', /<StressTable groups/],
  'ui/sparkline.tsx': { beside: ['parts/run-rail/run-item.tsx', /formatAuc\(/] },
  // Scales and bars.
  'ui/interval-scale.tsx': ['ui/interval-scale.tsx', /95 % interval/],
  'ui/difference-scale.tsx': ['ui/difference-scale.tsx', /95 % interval/],
  'ui/dot-plot.tsx': ['ui/dot-plot.tsx', /95 % interval/],
  'ui/scale-axis.tsx': ['ui/scale-axis.tsx', /formatAuc/],
  'ui/slope-chart.tsx': ['ui/slope-chart.tsx', /from \$\{formatAuc\(from\)\} to/],
  'ui/parallel-coordinates.tsx': [
    'pages/compare/compare-page.tsx',
    /<DifferencesTable groups[\s\S]*<DifferenceLines rows/,
  ],
  'ui/class-bars.tsx': ['ui/class-bars.tsx', /formatCount\(count\)/],
  'ui/value-histogram.tsx': ['parts/recipe-panel/input-section.tsx', /mean \$\{number\(histogram\.mean\)\}/],
  'pages/data/class-looks.tsx': ['pages/data/class-looks.tsx', /half of the pixels up to/],
  'pages/data/import/grey-window.tsx': ['pages/data/import/grey-window.tsx', /Histogram of the values from/],
  'pages/data/dataset-details.tsx': ['pages/data/dataset-details.tsx', /formatCount\(/],
  'pages/train/batch-microscope.tsx': ['pages/train/batch-microscope.tsx', /scoreWords\(dataset\)/],
  'parts/lesson/figure-bars.tsx': ['parts/lesson/figure-bars.tsx', /figureText\(/],
  'parts/insides/augmented-dots.tsx': ['parts/insides/augmented-dots.tsx', /low\.toFixed\(2\)/],
  'parts/insides/class-answers.tsx': ['parts/insides/class-answers.tsx', /<data/],
  // Images by their scores.
  'ui/light-table/tile-canvas.tsx': ['ui/light-table/tile-canvas.tsx', /spokenTile\(/],
  'ui/light-table/loupe.tsx': ['ui/light-table/loupe.tsx', /aria-label=\{nameOf\(tile\)\}/],
  'ui/light-table/score-history.tsx': ['ui/light-table/score-history.tsx', /spokenHistory\(epochs, tile\)/],
  'ui/light-table/threshold-figures.tsx': ['ui/light-table/threshold-figures.tsx', /'sensitivity'/],
  'parts/feature-map/scatter.tsx': ['parts/feature-map/map-of-points.tsx', /<GroupTable/],
  // Images.
  'ui/tile.tsx': ['ui/tile.tsx', /aria-label=\{label\}/],
  'ui/film/film.tsx': ['ui/film/film.tsx', /role="img" aria-label=\{label\}/],
  'parts/viewer/plane-view.tsx': ['parts/viewer/plane-view.tsx', /aria-valuetext=/],
  'parts/viewer/turning-view.tsx': ['parts/viewer/turning-view.tsx', /aria-valuetext=/],
  'parts/viewer/volume-viewer.tsx': ['parts/viewer/volume-viewer.tsx', /aria-label="The brightest voxel/],
  'parts/gallery/look-alikes-panel.tsx': ['parts/gallery/look-alikes-panel.tsx', /aria-label=\{label\}/],
  'parts/gallery/image-grid.tsx': [
    'parts/gallery/image-grid.tsx',
    /role="option"|role="gridcell"|aria-valuetext/,
  ],
  // Drawings beside words that say the same.
  'ui/light-table/epoch-slider.tsx': { beside: ['ui/light-table/epoch-slider.tsx', /aria-label/] },
  'parts/recipe-panel/way-to-learn.tsx': { beside: ['parts/recipe-panel/way-to-learn.tsx', /title/] },
  'pages/study/preset-drawing.tsx': { beside: ['pages/study/preset-cards.tsx', /PresetDrawing/] },
};

it('every picture of the page has a text or a table of its own', () => {
  const found = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.tsx') && !path.includes('.test.') && !path.startsWith('own-page'))
    .filter((path) => DRAWS.test(readFileSync(join(ROOT, path), 'utf8')))
    .map((path) => relative(ROOT, join(ROOT, path)).replaceAll('\\', '/'));
  expect(found.toSorted()).toEqual(Object.keys(PICTURES).toSorted());
  for (const [picture, told] of Object.entries(PICTURES)) {
    const [file, code] = 'beside' in told ? told.beside : told;
    expect(readFileSync(join(ROOT, file), 'utf8'), `${picture} is told in ${file}`).toMatch(code);
    // What is no picture to who does not see it says so.
    if ('beside' in told) {
      expect(readFileSync(join(ROOT, picture), 'utf8'), picture).toMatch(/aria-hidden/);
    }
  }
});
