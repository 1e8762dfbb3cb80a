import { describe, expect, it } from 'vitest';
import { LESSON_TEXTS } from '../../lessons/registry.ts';
import { newWords } from './new-words.ts';
import { readLesson } from './read-lesson.ts';

const LESSON = readLesson(`---
title: Words
question: Which?
minutes: 1
data: { phantom: { shape: pneumonia, images: 100 } }
---

## First

The *AUC* of one epoch, on a bold fold.

\`\`\`lesson
until: [{ say: Take the Seeds., run: seed, with: {} }]
reveal: "{{seed.auc}} batched"
\`\`\`

## Second

Two epochs and a batch, unsealed; multi-fold.
`);

const wordsOf = (place: number) => newWords(LESSON, place).map(({ word }) => word);

describe('words of the field', () => {
  it('are told where a lesson first uses them, in the order of its text', () => {
    expect(wordsOf(0)).toEqual(['AUC', 'Epoch', 'Fold', 'Seed']);
    expect(wordsOf(1)).toEqual(['Batch']);
  });

  it('are told in the lab’s own lessons', () => {
    const told = (name: string) => {
      const lesson = readLesson(LESSON_TEXTS[name]!);
      return lesson.steps.map((_, place) => newWords(lesson, place).map(({ word }) => word));
    };
    expect(told('augmentation').flat()).toEqual(
      expect.arrayContaining(['AUC', 'Augmentation', 'Epoch', 'Interval (95 %)', 'Seed', 'Study', 'Recipe']),
    );
    expect(told('wrong-labels').flat()).toEqual(expect.arrayContaining(['Validation', 'Fold', 'Edition']));
    expect(told('margin').flat()).toEqual(expect.arrayContaining(['AUC margin loss', 'PESG', 'Batch']));
    expect(told('leak').flat()).toEqual(expect.arrayContaining(['Leak', 'Validation', 'Test part', 'Seal']));
    expect(told('accuracy')[1]).toEqual(expect.arrayContaining(['ResNet-18', 'Validation']));
  });
});
