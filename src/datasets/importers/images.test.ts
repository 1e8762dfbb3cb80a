import { expect, it } from 'vitest';
import type { ImportFile } from '../../lab/import/import-file.ts';
import type { GivenImportOptions } from '../../lab/import/options.ts';
import { planImport } from '../../lab/import/plan.ts';
import { loadNpz } from '../npz/load-npz.ts';
import { npzOf } from '../npz/write-npz.ts';
import { classFolders, folderOf, pngBytes, tiffBytes, zipOf } from '../testing/image-files.ts';
import { isPlain, lookAtImport } from './look.ts';
import { openFiles } from './registry.ts';
import { takeImport } from './take.ts';

const context = { signal: new AbortController().signal, onProgress: () => undefined };

async function plan(files: readonly ImportFile[], options: GivenImportOptions = {}) {
  const source = await openFiles(files, context);
  const found = source.found(options);
  return { source, found, plan: planImport(found, options) };
}

async function take(files: readonly ImportFile[], options: GivenImportOptions = {}) {
  const { source, found, plan: planned } = await plan(files, options);
  return takeImport(source, found.name, planned, context);
}

it('a folder, a zip of it, and either inside another folder give one set', async () => {
  const sets = await Promise.all([
    take(folderOf(classFolders(40))),
    take(zipOf(classFolders(40))),
    take(folderOf(classFolders(40, 12, 'my/lungs/'))),
    take(zipOf({ ...classFolders(40, 12, 'lungs/'), '__MACOSX/lungs/._x.png': 'x', 'lungs/.DS_Store': 'x' })),
  ]);
  expect(new Set(sets.map(({ summary }) => summary.fingerprint)).size).toBe(1);
  const { summary } = sets[0]!;
  expect(summary).toMatchObject({
    task: 'binary',
    size: 28,
    channels: 1,
    classNames: ['normal', 'sick'],
    counts: { train: 28, val: 4, test: 8 },
  });
  expect(await isPlain(zipOf(classFolders(4)), context)).toBe(false);
});

it('train, val and test folders are the parts, wherever they stand', async () => {
  const images = Object.entries(classFolders(24));
  const placed = (place: (split: string, path: string) => string) =>
    Object.fromEntries(
      images.map(([path, bytes], index) => [
        place(['train', 'valid', 'Test'][(index >> 1) % 3]!, path),
        bytes,
      ]),
    );
  const outside = await take(folderOf(placed((split, path) => `${split}/${path}`)));
  const inside = await take(folderOf(placed((split, path) => path.replace('/', `/${split}/`))));
  expect(outside.summary.counts).toEqual({ train: 8, val: 8, test: 8 });
  expect(inside.summary.fingerprint).toBe(outside.summary.fingerprint);
});

it('a table names labels, parts and patients; further columns are seen; a missing label is asked for', async () => {
  const images = Object.fromEntries(
    Object.entries(classFolders(20)).map(([path, bytes]) => [`pictures/${path.replace(/^.*\//, '')}`, bytes]),
  );
  const rows = Object.keys(images).map((path, index) =>
    [path.replace(/^.*\//, '').replace('.png', ''), index % 2 ? 10 : 9, `p${index >> 2}`, 'Rome'].join(';'),
  );
  const table = `image_id;dx;patient_id;site\n${rows.join('\n')}\n`;
  const { found, plan: planned } = await plan(folderOf({ ...images, 'labels.csv': table }));
  expect(planned.classNames).toEqual(['class 9', 'class 10']);
  expect(Object.keys(found.columns)).toEqual(['patient_id', 'site']);
  expect(planned.options.group).toEqual({ column: 'patient_id' });
  const homes = new Map<string, string>();
  found.columns.patient_id!.forEach((patient, item) => {
    expect(homes.get(patient) ?? planned.parts[item]).toBe(planned.parts[item]);
    homes.set(patient, planned.parts[item]!);
  });
  const short = await plan(
    folderOf({ ...images, 'labels.csv': `${table.split('\n').slice(0, -2).join('\n')}\nnobody;9;p9;Rome\n` }),
  );
  expect(short.plan.questions.map(({ answers }) => answers[0]!.value)).toEqual(['no-label', 'no-file']);
  const unnamed = await plan(folderOf({ ...images, 'labels.csv': table.replace('dx', 'grade') }));
  expect(unnamed.plan.questions).toMatchObject([
    { option: 'labelColumn', answers: [{ value: 'grade' }, { value: 'patient_id' }, { value: 'site' }] },
  ]);
  const said = await take(folderOf({ ...images, 'labels.csv': table.replace('dx', 'grade') }), {
    labelColumn: 'grade',
  });
  expect(said.summary.imported?.labelColumn).toBe('grade');
  // The patient is what images are kept together by; the site is one and the same.
  expect(said.attributes).toBeUndefined();
  const sites = await take(
    folderOf({ ...images, 'labels.csv': table.replaceAll(/(p[01]);Rome/g, '$1;Oslo') }),
  );
  expect(sites.attributes).toMatchObject([{ name: 'site', groups: ['Oslo', 'Rome'] }]);
  const file = await npzOf(sites, [], context);
  const again = await loadNpz(file, file.name, 'again', context);
  expect(again.attributes).toEqual(sites.attributes);
  expect(sites.attributes![0]!.codes.train).toHaveLength(sites.summary.counts.train);
});

it('a table may name the part of each image', async () => {
  const images = classFolders(12);
  const split = (index: number) => ['train', 'train', 'validation', 'TEST'][(index >> 1) % 4];
  const rows = Object.keys(images).map((path, index) => [path, path.split('/')[0], split(index)].join());
  const { summary } = await take(
    folderOf({ ...images, 'labels.csv': `filename,label,split\n${rows.join('\n')}\n` }),
  );
  expect(summary.counts).toEqual({ train: 8, val: 2, test: 2 });
  expect(summary.classCounts).toEqual({ train: [4, 4], val: [1, 1], test: [1, 1] });
});

it('a broken image, two files of one name and a path that leads out are told by name, and left out on request', async () => {
  const good = classFolders(40);
  const [first, ...others] = Object.keys(good);
  const files = [
    ...folderOf(good),
    ...folderOf({
      [first!]: good[first!]!,
      'sick/../../evil.png': good[first!]!,
      'sick/broken.png': good[others[0]!]!.slice(0, 60),
    }),
  ];
  const look = await lookAtImport(files, {}, context);
  expect(look.plan.questions.map(({ text }) => text).join('\n')).toMatch(
    /evil\.png[\s\S]*case0_0\.png[\s\S]*sick\/broken\.png \(/,
  );
  await expect(take(files)).rejects.toMatchObject({ code: 'needs-choice' });
  const { summary } = await take(files, { leaveOut: ['broken', 'same-name', 'unsafe-path'] });
  expect(summary.fingerprint).toBe((await take(folderOf(good))).summary.fingerprint);
});

it('zip bombs among the images are told by name and left out: by what they say, and by what they unpack to', async () => {
  const good = classFolders(40);
  const zeros = new Uint8Array(4_000_000);
  const [zip] = zipOf({ ...good, 'sick/honest.png': zeros, 'sick/liar.png': zeros });
  const bytes = new Uint8Array(await zip!.file.arrayBuffer());
  const text = Buffer.from(bytes).toString('latin1');
  // The table of contents says how large each is when it is unpacked (APPNOTE.TXT, 4.3.12).
  for (const [name, size] of [
    ['sick/honest.png', 300_000_000],
    ['sick/liar.png', 1000],
  ] as const) {
    const entry = text.lastIndexOf(name) - 46;
    expect(text.slice(entry, entry + 4)).toBe('PK\u0001\u0002');
    new DataView(bytes.buffer).setUint32(entry + 24, size, true);
  }
  const files = [{ path: 'images.zip', file: new File([bytes], 'images.zip') }];
  const { plan: planned } = await lookAtImport(files, {}, context);
  const told = planned.questions.map(({ text: words }) => words).join(' ');
  expect(told).toMatch(/sick\/honest\.png/);
  expect(told).toMatch(/sick\/liar\.png \(.*more than it declares/);
  const { summary } = await take(files, { leaveOut: ['broken'] });
  expect(summary.fingerprint).toBe((await take(folderOf(good))).summary.fingerprint);
});

it('a class with one image is told, and can be left out', async () => {
  const files = folderOf({ ...classFolders(40), 'rare/x.png': classFolders(1)['normal/case0_0.png']! });
  const look = await lookAtImport(files, {}, context);
  expect(look.plan.warnings.join()).toContain('rare has one training image only');
  const { summary } = await take(files, { leaveOutClasses: ['rare'] });
  expect(summary).toMatchObject({ task: 'binary', classNames: ['normal', 'sick'] });
});

it('names of patients raise a warning until a group is chosen', async () => {
  const images = Object.fromEntries(
    Object.entries(classFolders(40)).map(([path, bytes], index) => [
      `${path.split('/')[0]}/patient${index >> 2}_${index}.png`,
      bytes,
    ]),
  );
  const before = await plan(folderOf(images));
  expect(before.plan.warnings.join()).toContain('look like those of patients');
  const after = await plan(folderOf(images), { group: { pattern: '(patient\\d+)' } });
  expect(after.plan.warnings).toEqual([]);
  const homes = new Map<string, string>();
  after.found.names!.forEach((name, item) => {
    const patient = name.split('_')[0]!;
    expect(homes.get(patient) ?? after.plan.parts[item]).toBe(after.plan.parts[item]);
    homes.set(patient, after.plan.parts[item]!);
  });
});

it('16 bits keep their range, and 8 bits beside them are put on the same scale', async () => {
  const edge = 28;
  const deep = (lift: number) =>
    pngBytes(
      Uint16Array.from({ length: edge * edge }, (_, at) => 1000 + lift + (at % 64)),
      edge,
      edge,
    );
  const files = folderOf(
    Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`${index % 2}/${index}.png`, deep((index % 2) * 64 + index)]),
    ),
  );
  const { source, plan: planned } = await plan(files);
  expect(planned.options.window).toEqual({ low: 1000, high: 1000 + 64 + 39 + 63 });
  const { splits } = await takeImport(source, 'deep', planned, context);
  expect(new Set(splits.train.images).size).toBeGreaterThan(100);
});

it('images of several sizes and colours: padded, scaled, and grey where it is chosen', async () => {
  const red = pngBytes(
    Uint8Array.from({ length: 20 * 10 * 3 }, (_, at) => (at % 3 === 0 ? 200 : 10)),
    20,
    10,
  );
  const files = folderOf({ ...classFolders(40), 'sick/red.png': red });
  const colour = await take(files);
  expect(colour.summary).toMatchObject({ channels: 3, size: 28 });
  for (const size of [64, 128, 224] as const) {
    const grey = await take(files, { colour: 'grey', size });
    expect(grey.summary).toMatchObject({ channels: 1, size });
    const { images, labels } = grey.splits.train;
    expect(images.length).toBe(labels.length * size * size);
  }
});

it('numbered files become volumes where that is said', async () => {
  const files = folderOf(
    Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => index).flatMap((index) =>
        Array.from({ length: 9 }, (_, slice) => [
          `${index % 2 ? 'sick' : 'normal'}/scan${index}_${slice + 1}.png`,
          pngBytes(new Uint8Array(100).fill(10 * slice + (index % 2) * 100 + index), 10, 10),
        ]),
      ),
    ),
  );
  const { found } = await plan(files);
  expect(found.slices).toBe(true);
  const { summary, splits } = await take(files, { volumes: 'slices', size: 'own' });
  expect(summary).toMatchObject({ dims: 3, size: 10, counts: { train: 14, val: 2, test: 4 } });
  // Slices in the order of their numbers, the tenth is padding.
  const { images } = splits.train;
  const middle = Array.from({ length: 10 }, (_, slice) => images[slice * 100 + 55]! - images[55]!);
  expect(middle.slice(0, 9)).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80]);
});

it('pages of a file are the slices of a volume where that is said, else the first one counts', async () => {
  const pages = (index: number) =>
    Array.from({ length: 10 }, (_, page) => new Uint8Array(100).fill(10 * page + (index % 2) * 100 + index));
  const files = folderOf(
    Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [
        `${index % 2 ? 'sick' : 'normal'}/scan${index}.tif`,
        tiffBytes(pages(index), 10, 10),
      ]),
    ),
  );
  expect((await plan(files)).found.slices).toBe(true);
  const { summary, splits } = await take(files, { volumes: 'slices', size: 'own' });
  expect(summary).toMatchObject({ dims: 3, size: 10, channels: 1 });
  const { images } = splits.train;
  const middle = Array.from({ length: 10 }, (_, page) => images[page * 100 + 55]! - images[55]!);
  expect(middle).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
  const first = await take(files, { size: 'own' });
  expect(first.summary).toMatchObject({ dims: 2, size: 10 });
  expect(first.splits.train.images[0]).toBe(images[0]);
});

it('images that nothing is said of are refused with the way out', async () => {
  const { 'normal/case0_0.png': image } = classFolders(1);
  await expect(
    openFiles(folderOf({ 'a.png': image!, 'b.png': image! }), context).then((source) => source.found({})),
  ).rejects.toMatchObject({
    code: 'bad-import',
    remedy: expect.stringContaining('CSV'),
  });
  await expect(openFiles(folderOf({ 'notes.txt': 'nothing' }), context)).rejects.toMatchObject({
    code: 'bad-import',
  });
});
