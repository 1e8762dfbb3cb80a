import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseRecipe } from '../src/lab/recipe/parse.ts';
import { exampleWeights, weightsFile } from '../src/lab/start/testing/example-weights.ts';
import { weightsHash } from '../src/lab/start/weights-hash.ts';
import { expandStudy } from '../src/lab/study/expand.ts';
import { readRecipeArgument } from './recipe-argument.ts';
import { readStartFile, StartFiles } from './start-argument.ts';
import { readStudyArgument } from './study-argument.ts';

let folder: string;
let file: string;
let hash: string;
const inFolder = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lab-start-'));
  file = inFolder('retina.safetensors');
  const weights = exampleWeights();
  hash = await weightsHash(weights);
  writeFileSync(file, weightsFile(weights));
  writeFileSync(inFolder('run.json'), JSON.stringify({ dataset: { name: 'RetinaMNIST' } }));
  writeFileSync(inFolder('run.json.safetensors'), weightsFile(weights));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('weights on the command line', () => {
  it('are named by their content, called after the file or the set of the run', () => {
    expect(readStartFile(file)).toMatchObject({ path: file, start: { weights: hash, name: 'retina' } });
    expect(readStartFile(inFolder('run.json')).start).toEqual({ weights: hash, name: 'RetinaMNIST' });
  });

  it('are refused where there are none, or they are none', () => {
    expect(() => readStartFile(inFolder('gone.safetensors'))).toThrow(/There is no file/);
    writeFileSync(inFolder('bare.json'), '{}');
    expect(() => readStartFile(inFolder('bare.json'))).toThrow(/train it again with --weights/);
    writeFileSync(inFolder('broken.safetensors'), 'nothing');
    expect(() => readStartFile(inFolder('broken.safetensors'))).toThrow(/too short/);
  });

  it('make the recipe that of their net, and leave what it says of freezing', () => {
    const starts = new StartFiles();
    const recipe = parseRecipe(readRecipeArgument(undefined, ['start.frozen=body'], starts, file));
    expect(recipe).toMatchObject({ width: 2, stem: 'imagenet', model: 'resnet-18' });
    expect(recipe.start).toEqual({ weights: hash, name: 'retina', frozen: 'body' });
    expect(starts.all.map(({ path }) => path)).toEqual([file]);
  });

  it('are named by files in recipes and studies', () => {
    const named = { weights: 'retina.safetensors', frozen: 'stem' };
    writeFileSync(inFolder('recipe.json'), JSON.stringify({ start: named }));
    const starts = new StartFiles();
    const recipe = parseRecipe(readRecipeArgument(inFolder('recipe.json'), [], starts));
    expect(recipe.start).toEqual({ weights: hash, name: 'retina', frozen: 'stem' });
    writeFileSync(
      inFolder('study.json'),
      JSON.stringify({
        name: 'Where from?',
        base: { width: 2 },
        factors: [{ field: 'start', values: [null, named] }],
      }),
    );
    const { cells } = expandStudy(readStudyArgument(inFolder('study.json'), [], { set: [] }, starts));
    expect(cells.map(({ name }) => name)).toEqual(['from scratch', 'from retina, stem frozen']);
    expect(starts.all).toHaveLength(1);
  });

  it('make a study of transfer', () => {
    const study = readStudyArgument('preset:transfer', [], { set: [], phantoms: true, start: [file] });
    const { cells } = expandStudy(study);
    expect(cells.map(({ name }) => name)).toEqual(['from scratch', 'from retina', 'from retina, head alone']);
    expect(cells.every(({ recipe }) => recipe.width === 2 && recipe.steps !== null)).toBe(true);
    expect(() => readStudyArgument('preset:transfer', [], { set: [], phantoms: true })).toThrow(
      /needs --start/,
    );
  });
});
