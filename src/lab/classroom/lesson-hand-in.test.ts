import { describe, expect, it } from 'vitest';
import { lessonFromWord } from '../lesson/link.ts';
import { readLesson } from '../lesson/read-lesson.ts';
import { writeBundle } from '../study/bundle.ts';
import { expandStudy } from '../study/expand.ts';
import { exampleRunFiles } from '../study/testing/example-run-files.ts';
import { lessonClassHash, lessonGiven, readClassLink } from './class-link.ts';
import { type LessonHandIn, lessonStudy, lessonTexts } from './lesson-hand-in.ts';
import { lessonSpread } from './lesson-spread.ts';
import { poolOf, readHandedIn } from './pool.ts';

const LESSON = readLesson(`---
title: Two runs
question: Does it help?
minutes: 2
data:
  phantom: { shape: pneumonia, images: 100 }
recipe: { width: 2, epochs: 1 }
---

## First

\`\`\`lesson
guess: { kind: number, ask: How high?, least: 0, most: 1, figure: plain.auc }
until: [{ say: Train., run: plain }]
\`\`\`

## Second

\`\`\`lesson
recipe: { balance: upsample }
guess: { kind: choice, ask: What helps?, options: [this, that] }
until:
  - { say: Balance., run: balanced, alike: plain, with: { balance: upsample } }
  - { say: On another seed., run: again, with: { balance: upsample, seed: 2 } }
  - { say: Your own., run: mine, unlike: plain }
bars: [{ label: AUC with it, figure: balanced.auc }]
\`\`\`
`);

const answered = (guess: number | null, choice: string, figures: object = {}): LessonHandIn => ({
  ...{ lesson: 'two-runs', title: 'Two runs' },
  answers: { First: guess, Second: choice },
  figures: figures as Record<string, number>,
});

async function handedIn(number: number, said: LessonHandIn) {
  const study = lessonStudy(LESSON, 'phantom', number);
  const runs = exampleRunFiles(study, () => 1.2);
  const bundle = { study, createdAt: 5000, openings: [], bets: [], runs };
  return await readHandedIn(`${number}.zip`, await writeBundle(bundle, lessonTexts(said)));
}

describe('a lesson that a class does', () => {
  it('is a study of the runs that all have, on the seed of the student’s number', () => {
    const { cells, runs } = expandStudy(lessonStudy(LESSON, 'phantom', 7));
    expect(cells.map(({ name }) => name)).toEqual(['plain', 'balanced']);
    expect(runs.map(({ seed }) => seed)).toEqual([7, 7]);
  });

  it('has a link that says the data, and no word of a study is one', () => {
    const hash = lessonClassHash({ name: 'two-runs' }, 'real', 7);
    expect(hash).toBe('#/classroom?given=lesson~real~two-runs&number=7');
    expect(lessonGiven('lesson~real~two-runs')).toEqual({ name: 'two-runs', data: 'real' });
    expect(lessonGiven('lesson~unreal~two-runs')).toBeNull();
    expect(lessonGiven('N4IgdghgtgpiBcIB')).toBeNull();
  });

  it('that a teacher wrote is in the link whole', () => {
    const { word, number } = readClassLink(
      `https://lab.example/${lessonClassHash({ lesson: LESSON }, 'phantom', 7)}`,
    )!;
    expect(number).toBe(7);
    const given = lessonGiven(word) as { word: string; data: string };
    expect(given.data).toBe('phantom');
    expect(lessonFromWord(given.word)).toEqual(LESSON);
  });

  it('is pooled with its guesses, and a bundle of another lesson is told', async () => {
    const files = [
      await handedIn(1, answered(0.9, 'this', { 'plain.auc': 0.7, 'balanced.auc': 0.8 })),
      await handedIn(2, answered(0.5, 'this', { 'plain.auc': 0.6 })),
      await handedIn(3, answered(null, 'an option of an older lesson')),
      await handedIn(4, { ...answered(1, 'this'), lesson: 'another', title: 'Another' }),
    ];
    const { students, refused } = poolOf(files, null);
    expect(students.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(refused).toEqual([
      { name: '4.zip', why: 'wrong', text: 'it is of “Another”, the class did “Two runs”' },
    ]);
    const [first, second] = lessonSpread(
      LESSON,
      students.map(({ lesson }) => lesson!),
    );
    expect(first).toMatchObject({
      answers: [{ text: 'I do not know', count: 1 }],
      guessed: { least: 0.5, middle: 0.7, most: 0.9, count: 2 },
      cameOut: [{ label: 'it came to', spread: { least: 0.6, most: 0.7, count: 2 } }],
    });
    expect(second).toMatchObject({
      answers: [
        { text: 'this', count: 2 },
        { text: 'an option of an older lesson', count: 1 },
        { text: 'that', count: 0 },
      ],
      guessed: null,
      cameOut: [{ label: 'AUC with it', spread: { count: 1, middle: 0.8 } }],
      isMeasured: true,
    });
  });

  it('tells a guess that no run can answer from one that nobody has trained for', () => {
    const steps = LESSON.steps.map(({ bars: _, ...step }) => step);
    const [measured, open] = lessonSpread({ ...LESSON, steps }, [answered(0.9, 'this')]);
    expect(measured).toMatchObject({ cameOut: [], isMeasured: true });
    expect(open).toMatchObject({ cameOut: [], isMeasured: false });
  });
});
