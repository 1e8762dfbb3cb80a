import { createRoot, type Root } from 'react-dom/client';
import { afterEach, describe, expect, it } from 'vitest';
import { probabilityOf } from '../../lab/light-table/score-axis.ts';
import { createRandom } from '../../lab/random.ts';
import { auc } from '../../lab/statistics/auc.ts';
import type { Tiles } from '../tiles.ts';
import { GLIDE_MS } from './glide.ts';
import { LightTable } from './light-table.tsx';
import { LightTableScene } from './scene.ts';
import { FOOT, type TableEpoch, type TableQuestion } from './table-frame.ts';
import { projectVolume } from './turning-volume.ts';

const COUNT = 60;
const SIZE = 8;
const [WIDTH, HEIGHT] = [900, 400];
const COLOURS = ['#0072b2', '#e69f00'] as const;

/** Image i is all of one grey, brighter with i. */
const tiles: Tiles = {
  pixels: Uint8ClampedArray.from({ length: COUNT * SIZE * SIZE * 4 }, (_, at) =>
    at % 4 === 3 ? 255 : 60 + 3 * Math.floor(at / (SIZE * SIZE * 4)),
  ),
  size: SIZE,
  slices: 1,
};
const labels = Uint8Array.from({ length: COUNT }, (_, index) => (index % 3 === 0 ? 1 : 0));
const question: TableQuestion = {
  labels,
  feet: Array.from(labels, (label) => COLOURS[label as 0 | 1]),
  sides: COLOURS,
};

function scoresOf(seed: number): Float64Array {
  const random = createRandom(seed);
  return Float64Array.from(labels, (label) => (label === 1 ? 1.5 : -1) + 2 * random.normal());
}

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
async function frames(milliseconds: number): Promise<void> {
  const end = performance.now() + milliseconds;
  while (performance.now() < end) await frame();
}

let root: Root | null = null;

afterEach(() => {
  root?.unmount();
  root = null;
  document.body.replaceChildren();
});

function createScene({ still = false } = {}) {
  const canvas = document.createElement('canvas');
  document.body.append(canvas);
  const scene = new LightTableScene(
    canvas,
    () => undefined,
    () => still,
  );
  scene.resize(WIDTH, HEIGHT, 1);
  scene.setTiles(tiles);
  scene.setQuestion(question);
  const pixel = (x: number, y: number) => [...canvas.getContext('2d')!.getImageData(x, y, 1, 1).data];
  return { scene, pixel };
}

/** Where the tiles lie, found by asking what is under each point. */
function found(scene: LightTableScene): Map<number, { x: number; y: number }> {
  const places = new Map<number, { x: number; y: number; points: number }>();
  for (let x = 2; x < WIDTH; x += 4) {
    for (let y = 2; y < HEIGHT; y += 4) {
      const tile = scene.hit(x, y);
      if (tile === null) continue;
      const { x: sumX, y: sumY, points } = places.get(tile) ?? { x: 0, y: 0, points: 0 };
      places.set(tile, { x: sumX + x, y: sumY + y, points: points + 1 });
    }
  }
  return new Map([...places].map(([tile, { x, y, points }]) => [tile, { x: x / points, y: y / points }]));
}

describe('the table on its canvas', () => {
  it('lays the tiles by score, each in its own grey on a foot in its class’s colour', async () => {
    const { scene, pixel } = createScene({ still: true });
    const scores = scoresOf(1);
    scene.setScores({ scores, lines: [] });
    await frames(100);
    const places = found(scene);
    expect(places.size).toBe(COUNT);
    const order = [...places].sort(([, one], [, other]) => one.x - other.x).map(([tile]) => tile);
    for (let turn = 5; turn < order.length; turn++) {
      // Found to four pixels, tiles of nearly one place may change theirs.
      expect(scores[order[turn]!]).toBeGreaterThan(scores[order[turn - 5]!]!);
    }
    const right = order.at(-1)!;
    const { x } = places.get(right)!;
    const column = Array.from({ length: HEIGHT - FOOT }, (_, y) => pixel(Math.round(x), y));
    expect(column).toContainEqual([60 + 3 * right, 60 + 3 * right, 60 + 3 * right, 255]);
    const foot = labels[right] === 1 ? [230, 159, 0, 255] : [0, 114, 178, 255];
    expect(column).toContainEqual(foot);
    scene.dispose();
  });

  it('glides from epoch to epoch and is there in a quarter of a second', async () => {
    const { scene } = createScene();
    scene.setScores({ scores: scoresOf(1), lines: [] });
    await frames(GLIDE_MS + 60);
    const before = found(scene);
    scene.setScores({ scores: scoresOf(2), lines: [] });
    await frames(GLIDE_MS / 4);
    const between = found(scene);
    await frames(GLIDE_MS);
    const after = found(scene);
    const moved = (one: typeof before, other: typeof before) =>
      [...one].filter(([tile, { x }]) => Math.abs((other.get(tile)?.x ?? x) - x) > 2).length;
    expect(moved(before, between)).toBeGreaterThan(COUNT / 2);
    expect(moved(between, after)).toBeGreaterThan(COUNT / 4);
    await frames(60);
    expect(found(scene)).toEqual(after);
    scene.dispose();
  });

  it('jumps where less motion is wanted', async () => {
    const { scene } = createScene({ still: true });
    scene.setScores({ scores: scoresOf(1), lines: [] });
    await frame();
    const places = found(scene);
    await frames(GLIDE_MS);
    expect(found(scene)).toEqual(places);
    scene.dispose();
  });

  it('puts the threshold between the tiles that it tells apart', async () => {
    const { scene } = createScene({ still: true });
    const scores = scoresOf(3);
    scene.setScores({ scores, lines: [] });
    await frame();
    for (const threshold of [-2, -0.5, 0, 1, 2.5]) {
      scene.setThreshold(threshold);
      const line = scene.thresholdX!;
      expect(scene.scoreAt(line)).toBeCloseTo(threshold, 2);
      for (const [tile, { x }] of found(scene)) {
        if (scores[tile]! >= threshold) expect(x).toBeGreaterThan(line - 3);
        else expect(x).toBeLessThan(line + 3);
      }
    }
    scene.dispose();
  });
});

describe('the table on the page', () => {
  const epochs: TableEpoch[] = [1, 2].map((epoch) => ({ epoch, scores: scoresOf(epoch), lines: [] }));

  const asked: number[] = [];
  const tableAt = (position: number, best: number | null = null) => (
    <LightTable
      tiles={tiles}
      question={question}
      answers={['clear', 'opacity']}
      nameOf={(tile) => `${labels[tile] === 1 ? 'opacity' : 'clear'}, image ${tile}`}
      epochs={epochs}
      position={position}
      onPosition={(wanted) => asked.push(wanted)}
      best={best}
      planned={2}
      portrait={() => Promise.reject(new Error('none here'))}
      isTraining={false}
      notes={[]}
    />
  );

  async function show(position: number): Promise<void> {
    const place = document.createElement('div');
    place.style.width = `${WIDTH}px`;
    document.body.append(place);
    root ??= createRoot(place);
    root.render(tableAt(position));
    await expect.poll(() => document.querySelector('canvas')!.width).toBe(WIDTH);
    await frames(GLIDE_MS + 60);
  }

  const slider = (name: string) =>
    document.querySelector<HTMLElement>(`[role=slider][aria-label="${name}"]`)!;
  const figures = () => [...document.querySelectorAll('dd')].map(({ textContent }) => textContent);
  const press = (element: HTMLElement, key: string) =>
    element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));

  it('counts anew while the threshold is dragged, and by keys, and moves the point on the ROC curve', async () => {
    await show(2);
    const handle = slider('Threshold');
    const dot = document.querySelector('[aria-label^="ROC curve"] circle')!;
    const [before, point] = [figures(), dot.getAttribute('cy')];
    const { scores } = epochs[1]!;
    const foundFrom = (probability: number) =>
      scores.filter((score, at) => labels[at] === 1 && probabilityOf(score) >= probability).length;
    /** The handle tells its probability to two places. */
    const expectFound = () => {
      const told = Number(handle.getAttribute('aria-valuenow'));
      expect(Number(figures()[0])).toBeGreaterThanOrEqual(foundFrom(told + 0.005));
      expect(Number(figures()[0])).toBeLessThanOrEqual(foundFrom(told - 0.005));
    };
    expect(Number(before[0])).toBe(foundFrom(0.5));
    const box = handle.getBoundingClientRect();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const pointer = (type: string, to: number) =>
      handle.dispatchEvent(
        new PointerEvent(type, { clientX: to, clientY: y, pointerId: 1, bubbles: true, buttons: 1 }),
      );
    // A made-up pointer cannot be captured.
    handle.setPointerCapture = () => undefined;
    pointer('pointerdown', x);
    pointer('pointermove', x + 150);
    expect(figures()).not.toEqual(before);
    expectFound();
    expect(dot.getAttribute('cy')).not.toBe(point);
    const dragged = figures();
    pointer('pointerup', x + 150);
    await frames(50);
    expect(handle.getBoundingClientRect().x - box.x).toBeCloseTo(150, 0);
    pointer('pointermove', x);
    expect(figures()).toEqual(dragged);

    const stage = handle.parentElement!.getBoundingClientRect();
    const expectWhole = async () => {
      await frames(50);
      const { left, right } = handle.getBoundingClientRect();
      // With its ring.
      expect(left).toBeGreaterThanOrEqual(stage.left + 4);
      expect(right).toBeLessThanOrEqual(stage.right - 4);
    };
    press(handle, 'Home');
    await expectWhole();
    expect(figures().slice(0, 2)).toEqual(['20', '0']);
    press(handle, 'End');
    await expectWhole();
    expect(handle.getAttribute('aria-valuetext')).toMatch(/found, \d+ missed, \d+ false alarms/);
    const [found, missed] = figures();
    expect(Number(found) + Number(missed)).toBe(20);
  });

  it('lets the threshold glide with the tiles when the epoch changes', async () => {
    await show(1);
    const place = () => slider('Threshold').getBoundingClientRect().x;
    press(slider('Threshold'), 'PageUp');
    await frames(50);
    const before = place();
    root!.render(tableAt(2));
    const seen = new Set<number>();
    const end = performance.now() + GLIDE_MS + 200;
    while (performance.now() < end) {
      await frame();
      seen.add(Math.round(place() * 10));
    }
    expect(place()).not.toBe(before);
    expect(seen.size).toBeGreaterThan(2);
  });

  it('is walked through by keys in the order of the scores, and tells each image', async () => {
    await show(1);
    const images = slider('Images by score');
    const { scores } = epochs[0]!;
    const order = [...scores.keys()].sort((a, b) => scores[a]! - scores[b]!);
    press(images, 'Home');
    await frames(30);
    expect(images.getAttribute('aria-valuetext')).toContain(`image ${order[0]}`);
    press(images, 'ArrowRight');
    await frames(30);
    press(images, 'ArrowRight');
    await frames(30);
    expect(images.getAttribute('aria-valuetext')).toContain(`image ${order[2]}`);
    expect(images.getAttribute('aria-valuenow')).toBe('3');
    expect(document.body.textContent).toContain(`image ${order[2]}`);
    press(images, 'End');
    await frames(30);
    expect(images.getAttribute('aria-valuetext')).toContain(`image ${order.at(-1)}`);
  });

  it('offers the best epoch where it is not the last, and keeps the focus when it is gone to', async () => {
    await show(2);
    const offer = () => document.querySelector<HTMLElement>('[aria-label="best: 1, show this epoch"]');
    expect(offer()).toBeNull();
    root!.render(tableAt(2, 1));
    await expect.poll(() => offer()?.textContent).toBe('best: 1');
    offer()!.click();
    expect(asked).toEqual([1]);
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Epoch on the table');
    root!.render(tableAt(1, 1));
    await expect.poll(() => getComputedStyle(offer()!).visibility).toBe('hidden');
  });

  it('says what the AUC is, and before training that there is none', async () => {
    await show(0);
    expect(document.body.textContent).toContain('Nothing is scored yet.');
    expect(slider('Threshold')).toHaveProperty('hidden', true);
    await show(2);
    const pairs = Math.round(100 * auc(labels, epochs[1]!.scores)!);
    expect(document.body.textContent).toContain(`of 100 pairs, one of each class, ${pairs} are in the right`);
  });
});

describe('a volume from the side', () => {
  it('shows what is in front from in front, and from a quarter turn what was on one side', () => {
    const size = 9;
    const pixels = new Uint8ClampedArray(size ** 3 * 4);
    const light = (x: number, y: number, z: number) =>
      pixels.set([200, 200, 200], ((z * size + y) * size + x) * 4);
    light(7, 4, 0);
    const at = (image: ImageData, x: number, y: number) => image.data[(y * size + x) * 4]!;
    const volume = { pixels, size, slices: size };
    expect(at(projectVolume(volume, 0), 7, 4)).toBe(200);
    const turned = projectVolume(volume, Math.PI / 2);
    const lit = [...Array(size).keys()].filter((x) => at(turned, x, 4) > 0);
    expect(lit).toEqual([0]);
  });
});
