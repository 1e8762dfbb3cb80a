import * as Comlink from 'comlink';
import { logitOf } from '../lab/class-probabilities.ts';
import { MOST_NAMES } from '../lab/found-names.ts';
import { classWords } from '../lab/gallery/image-classes.ts';
import type { ImportOptions } from '../lab/import/options.ts';
import type { PageModel } from '../lab/own-page/page-model.ts';
import { fullSize, withHeat } from '../ui/heat.ts';
import { imageTiles } from '../ui/image-tiles.ts';
import { classColour } from '../ui/palettes.ts';
import { lendThreads } from '../worker/client/lend-threads.ts';
import { about } from './about.ts';
import { element, picture } from './elements.ts';
import './page.css';
import type { OwnPageWorker } from './worker.ts';

const NEAREST = 6;
const HEAT_OPACITY = 0.6;

const worker = Comlink.wrap<OwnPageWorker>(
  lendThreads(new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })),
);
const main = document.getElementById('main')!;
const status = element('p', { className: 'status' }, 'Loading the model…');
status.setAttribute('role', 'status');
const result = element('div', { className: 'result' });
/** How many pictures were given: the latest is shown. */
let given = 0;

main.append(status);
worker.load(new URL('.', document.baseURI).href).then(build, tell);

function tell(error: unknown): void {
  status.textContent = error instanceof Error ? error.message : String(error);
  status.dataset.problem = '';
}

function build(model: PageModel): void {
  const { dataset, images } = model;
  document.title = `Try it: ${model.name}`;
  const square = element(
    'select',
    { id: 'square' },
    ...(['pad', 'crop', 'stretch'] as const).map((value) =>
      element('option', { value, selected: value === (dataset.imported?.square ?? 'pad') }, SQUARES[value]),
    ),
  );
  let latest: Blob | null = null;
  const take = (file: Blob | null | undefined) => {
    if (!file) return;
    latest = file;
    void show(model, () => worker.read(file, square.value as ImportOptions['square']));
  };
  square.addEventListener('change', () => take(latest));
  const input = element('input', { type: 'file', id: 'file', accept: 'image/*,.tif,.tiff' });
  input.addEventListener('change', () => {
    take(input.files?.[0]);
    // The same file may be chosen again.
    input.value = '';
  });
  window.addEventListener('dragover', (event) => event.preventDefault());
  window.addEventListener('drop', (event) => {
    event.preventDefault();
    take(event.dataTransfer?.files[0]);
  });
  window.addEventListener('paste', (event) => take(event.clipboardData?.files[0]));

  const samples = element('div', { className: 'samples' });
  if (images) void fillSamples(model, samples);
  status.textContent = '';
  main.replaceChildren(
    element(
      'header',
      {},
      element('h1', {}, model.name),
      element('p', {}, `Trained on ${dataset.name} to tell ${dataset.classNames.join(', ')}.`),
      element(
        'p',
        { className: 'warning' },
        'For learning and research. This is not a medical device: do not use it for patients.',
      ),
    ),
    element(
      'section',
      { className: 'give' },
      element('label', { htmlFor: 'file', className: 'drop' }, dropText(dataset.dims), input),
      element('label', { className: 'square' }, 'Made square by ', square),
      ...(images ? [element('h2', {}, 'Or try one of these'), samples] : []),
    ),
    status,
    result,
    about(model),
  );
}

const SQUARES: Readonly<Record<ImportOptions['square'], string>> = {
  pad: 'padding with black',
  crop: 'cropping to the middle',
  stretch: 'stretching',
};

function dropText(dims: 2 | 3): string {
  const what = dims === 3 ? 'a TIFF whose pages are the slices of a volume' : 'a picture';
  return `Drop or paste ${what} here, or press to choose one. It stays on this device.`;
}

async function fillSamples(model: PageModel, place: HTMLElement): Promise<void> {
  const { samples } = model.images!;
  const { dataset } = model;
  for (const [index, row] of samples.entries()) {
    const image = await worker.sample(index);
    const words = classWords(row, dataset.task, dataset.classNames);
    const button = element(
      'button',
      { type: 'button' },
      picture(imageTiles(image, dataset), ''),
      element('span', {}, words),
    );
    button.setAttribute('aria-label', `Validation image ${index + 1}, ${words}`);
    button.addEventListener('click', () => void show(model, async () => image));
    place.append(button);
  }
}

/** Shows what the model makes of an image. */
async function show(model: PageModel, read: () => Promise<Uint8Array>): Promise<void> {
  given += 1;
  const own = given;
  status.textContent = 'Asking the model…';
  delete status.dataset.problem;
  try {
    const image = await read();
    const scores = await worker.scores(image);
    if (own !== given) return;
    status.textContent = '';
    draw(model, image, scores);
  } catch (error) {
    if (own !== given) return;
    result.replaceChildren();
    tell(error);
  }
}

function draw(model: PageModel, image: Uint8Array, scores: readonly number[]): void {
  const { dataset } = model;
  const tiles = imageTiles(image, dataset);
  const likeliest = scores.indexOf(Math.max(...scores));
  const figure = element('figure', {}, picture(tiles, 'The image as the model takes it'));
  const caption = element('figcaption', {}, '');
  const slice = element('input', {
    ...{ type: 'range', min: '0', max: String(tiles.slices - 1) },
    value: String(Math.floor(tiles.slices / 2)),
  });
  const heatOn = element('input', { type: 'checkbox', checked: true });
  let tinted = tiles;
  const redraw = () => {
    const shown = heatOn.checked ? tinted : tiles;
    figure.firstElementChild!.replaceWith(
      picture(shown, 'The image as the model takes it', Number(slice.value)),
    );
  };
  slice.addEventListener('input', redraw);
  heatOn.addEventListener('change', redraw);
  let asked = -1;
  const ask = async (answer: number) => {
    asked = answer;
    const { output, direction } = logitOf(answer, outputsOf(model));
    const heat = await worker.heat(image, output, direction).catch((error: unknown) => {
      // A linear model has no maps, and says so.
      caption.textContent = error instanceof Error ? error.message : String(error);
      return null;
    });
    if (asked !== answer || heat === null) return;
    tinted = withHeat(tiles, fullSize(heat, tiles), HEAT_OPACITY);
    caption.textContent = heat.map.every((value) => value === 0)
      ? `Nothing in this image speaks for ${dataset.classNames[answer]}.`
      : `Yellow speaks most for ${dataset.classNames[answer]}: Grad-CAM of stage ${heat.stage}, ${heat.shape.join(' × ')} places.`;
    redraw();
  };
  // Of many classes the likeliest.
  const listed = new Set(
    [...scores.keys()].sort((one, other) => scores[other]! - scores[one]!).slice(0, MOST_NAMES),
  );
  const rows = scores.map((score, answer) => {
    const radio = element('input', { type: 'radio', name: 'answer', checked: answer === likeliest });
    radio.addEventListener('change', () => void ask(answer).catch(tell));
    const bar = element('span', { className: 'bar' });
    bar.style.width = `${100 * score}%`;
    bar.style.background = classColour(answer);
    return element(
      'label',
      { className: 'answer', hidden: !listed.has(answer) },
      radio,
      element('span', { className: 'name' }, dataset.classNames[answer]!),
      element('span', { className: 'track' }, bar),
      element('data', { value: String(score) }, score.toFixed(3)),
    );
  });
  const nearest = element('ol', { className: 'nearest' });
  const hasNearest = model.images !== null;
  result.replaceChildren(
    element(
      'div',
      { className: 'look' },
      figure,
      ...(tiles.slices > 1 ? [element('label', {}, 'Slice ', slice)] : []),
      element('label', {}, heatOn, ' Where it looks'),
      caption,
    ),
    element(
      'div',
      { className: 'answers' },
      element(
        'fieldset',
        {},
        element('legend', {}, dataset.task === 'multi-label' ? 'Score of each label' : 'Score of each class'),
        ...rows,
      ),
      ...(hasNearest ? [element('h2', {}, 'Nearest training images'), nearest] : []),
      ...(hasNearest
        ? [
            element(
              'p',
              { className: 'note' },
              'By the cosine of their last features: 1 is the same to the model.',
            ),
          ]
        : []),
    ),
  );
  void ask(likeliest).catch(tell);
  if (hasNearest) void fillNearest(model, image, nearest).catch(tell);
}

function outputsOf({ dataset, arrays }: PageModel): number {
  return arrays.find(([name]) => name === 'fc.bias')?.[1] ?? dataset.classNames.length;
}

async function fillNearest(model: PageModel, image: Uint8Array, list: HTMLElement): Promise<void> {
  const { dataset, images } = model;
  const { edge } = images!.nearest;
  for (const { likeness, labels, pixels } of await worker.nearest(image, NEAREST)) {
    const words = classWords(labels, dataset.task, dataset.classNames);
    list.append(
      element(
        'li',
        {},
        picture({ pixels, size: edge, slices: 1 }, `A training image, ${words}`),
        element('span', { className: 'name' }, words),
        element('span', {}, likeness.toFixed(3)),
      ),
    );
  }
}
