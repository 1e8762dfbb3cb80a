import { describe, expect, it } from 'vitest';
import { PHANTOM_SHAPES, phantomSettings } from '../phantom-settings.ts';
import { CATALOGUE } from './catalogue.ts';
import { classMeanings } from './class-meanings.ts';
import { setTask } from './set-task.ts';

describe('what is to be found in a set', () => {
  it.each(CATALOGUE.map((entry) => [entry.id, entry] as const))(
    'is asked in one sentence, with two different classes and a meaning for each: %s',
    (id, { classNames, task }) => {
      const summary = { catalogueId: id, classNames, task };
      const { question, examples } = setTask(summary, null);
      expect(question).toMatch(/^[A-Z].*\.$/);
      expect(question.length).toBeLessThan(90);
      expect(examples[0]).not.toBe(examples[1]);
      for (const example of examples) expect(classNames[example]).toBeDefined();
      expect(classMeanings(summary, null).every((meaning) => meaning !== null)).toBe(true);
    },
  );

  it.each(PHANTOM_SHAPES)('is known of the phantom %s', (shape) => {
    const reference = { kind: 'phantom', ...phantomSettings.parse({ shape }) } as const;
    const summary = { catalogueId: null, classNames: ['a', 'b'], task: 'binary' } as const;
    expect(setTask(summary, reference).question).not.toContain('Tell b from a');
    expect(classMeanings(summary, reference)).toHaveLength(2);
  });

  it('of a set that somebody brought is told by its names alone', () => {
    const told = (task: 'binary' | 'multi-class' | 'multi-label', classNames: string[]) =>
      setTask({ catalogueId: null, classNames, task }, null).question;
    expect(told('binary', ['cat', 'dog'])).toBe('Tell dog from cat.');
    expect(told('multi-class', ['a', 'b', 'c'])).toBe('Tell 3 classes apart.');
    expect(told('multi-label', ['a', 'b', 'c'])).toBe('Find which of 3 labels an image has.');
    expect(classMeanings({ catalogueId: null, classNames: ['cat', 'dog'] }, null)).toEqual([null, null]);
  });
});
