import { describe, expect, it } from 'vitest';
import { parseStudy } from '../study/study.ts';
import { finishWork } from '../work.ts';
import { classHash, readClassLink } from './class-link.ts';
import { type HandedIn, poolOf, readHandedIn } from './pool.ts';
import { beliefText, pooled } from './pooled.ts';
import { otherRecipes, studentStudy } from './student-study.ts';
import { type Departure, studentBundle } from './testing/student-bundles.ts';

const STUDY = parseStudy({
  name: 'Does flip help?',
  base: { dataset: { kind: 'phantom', shape: 'pneumonia', images: 120 } },
  factors: [{ subsets: ['flip'] }],
  seeds: [1],
});
const OTHER = parseStudy({ ...STUDY, base: { ...STUDY.base, width: 2 } });

const quality = (cell: string) => (cell.includes('flip') ? 1.6 : 1.1);

async function handedIn(name: string, number: number, departure: Departure = {}): Promise<HandedIn> {
  return await readHandedIn(name, await studentBundle(STUDY, number, quality, departure));
}

function altered(bytes: Uint8Array<ArrayBuffer>): Uint8Array {
  const copy = bytes.slice();
  copy[copy.length >> 1]! ^= 1;
  return copy;
}

describe('the bundles of a class', () => {
  it('count but for those that are wrong, doubled or altered, which are told one by one', async () => {
    // Made once, as a zip has the time in it.
    const one = await studentBundle(STUDY, 1, quality, { guess: 'flip' });
    const files = [
      await readHandedIn('one.zip', one),
      await handedIn('two.zip', 2),
      await handedIn('other-recipe.zip', 3, { study: OTHER }),
      await handedIn('two-again.zip', 2),
      await readHandedIn('one-copy.zip', one),
      await readHandedIn('altered.zip', altered(await studentBundle(STUDY, 4, quality))),
      await handedIn('other-images.zip', 5, {
        change: (run) => ({
          ...run,
          record: { ...run.record, dataset: { ...run.record.dataset, fingerprint: 'e'.repeat(64) } },
        }),
      }),
      await handedIn('other-lab.zip', 6, {
        change: (run) => ({ ...run, record: { ...run.record, versions: { lab: '0.0.9', tfjs: '4.22.0' } } }),
      }),
      await readHandedIn('essay.pdf', new TextEncoder().encode('%PDF')),
      await handedIn('seven.zip', 7),
    ];
    const { students, refused, study } = poolOf(files, null);
    expect(students.map(({ file, number }) => [file, number])).toEqual([
      ['one.zip', 1],
      ['two.zip', 2],
      ['seven.zip', 7],
    ]);
    expect(study).toMatchObject({ name: 'Does flip help?', seeds: [1, 2, 7] });
    expect(refused.map(({ name, why }) => [name, why])).toEqual([
      ['other-recipe.zip', 'wrong'],
      ['two-again.zip', 'doubled'],
      ['one-copy.zip', 'doubled'],
      ['altered.zip', 'altered'],
      ['other-images.zip', 'wrong'],
      ['other-lab.zip', 'wrong'],
      ['essay.pdf', 'altered'],
    ]);
    const textOf = (name: string) => refused.find((one) => one.name === name)!.text;
    expect(textOf('two-again.zip')).toContain('two.zip');
    expect(textOf('one-copy.zip')).toContain('same file as “one.zip”');
    expect(textOf('other-lab.zip')).toContain('0.0.9');
  });

  it('are held against the study that was given out, where that is said', async () => {
    const files = [
      await handedIn('a.zip', 1, { study: OTHER }),
      await handedIn('b.zip', 2, { study: OTHER }),
    ];
    expect(poolOf(files, null).students).toHaveLength(2);
    const pool = poolOf([...files, await handedIn('c.zip', 3)], STUDY);
    expect(pool.students.map(({ file }) => file)).toEqual(['c.zip']);
    expect(pool.refused.map(({ why }) => why)).toEqual(['wrong', 'wrong']);
  });

  it('know together what single students only believe', async () => {
    const files = await Promise.all(
      Array.from({ length: 8 }, (_, place) =>
        handedIn(`${place + 1}.zip`, place + 1, place < 3 ? { guess: 'flip' } : {}),
      ),
    );
    const pool = poolOf(files, null);
    const [block] = finishWork(pooled(pool));
    expect(block!.block.seeds).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(block!.believers).toBe(8);
    expect(block!.guessers).toBe(3);
    expect(block!.cells.map(({ guessed }) => guessed).toSorted()).toEqual([0, 3]);
    expect(block!.cells.reduce((sum, { believed }) => sum + believed, 0)).toBe(8);
    expect(beliefText(block!)).toMatch(/^After one run of each recipe, \d of 8 would believe in “/);
    for (const { seen, analysis } of block!.cells) {
      expect(seen![0]).toBeLessThanOrEqual(analysis.val!.mean);
      expect(seen![1]).toBeGreaterThanOrEqual(analysis.val!.mean);
      // What their test parts hold is not looked at.
      expect(analysis.test).toBeNull();
    }
  });

  it('come to nothing where none counts', () => {
    expect(poolOf([], null)).toEqual({ study: null, students: [], refused: [] });
    expect(finishWork(pooled(poolOf([], null)))).toEqual([]);
  });
});

describe('the study of a student', () => {
  it('has the number for its seed, and the recipes of the class', () => {
    const own = studentStudy({ ...STUDY, name: 'x'.repeat(120), rankBy: 'test' }, 17);
    expect(own).toMatchObject({ seeds: [17], rankBy: 'val' });
    expect(own.name).toHaveLength(120);
    expect(own.name).toMatch(/student 17$/);
    expect(otherRecipes(STUDY, own)).toBeNull();
    expect(otherRecipes(STUDY, OTHER)).toContain('another recipe than that of the class');
  });

  it.each([0, 1000, 1.5, Number.NaN])('is refused the number %s', (number) => {
    expect(() => studentStudy(STUDY, number)).toThrow(/A number from 1/);
  });

  it('travels in a link', () => {
    const hash = classHash(STUDY, 12);
    expect(hash).toMatch(/^#\/classroom\?given=[\w-]+&number=12$/);
    const read = readClassLink(`https://lab.example/${hash}`)!;
    expect(read.number).toBe(12);
    expect(readClassLink(`https://lab.example/${classHash(STUDY, null)}`)!.number).toBeNull();
    expect(readClassLink('study.json')).toBeNull();
  });
});
