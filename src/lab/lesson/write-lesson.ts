import { stringify } from 'yaml';
import { phantomSettings } from '../phantom-settings.ts';
import type { Lesson, LessonStep } from './lesson.ts';

/**
 * A lesson as the text that `readLesson` reads: what has its default is left out. Of a lesson that fits, reading gives back
 * the same; of a draft that does not fit yet, `partsOf` does, as long as no text of a step looks like the next one.
 */
export function writeLesson({ steps, ...head }: Lesson): string {
  const phantom = without(head.data.phantom, phantomSettings.parse({}));
  const { real, others } = head.data;
  const data = {
    ...{ phantom, ...(real ? { real: without(real, REAL) } : {}) },
    ...(others.length > 0 ? { others } : {}),
  };
  return `---\n${yaml(without({ ...head, data }, HEAD))}---\n${steps.map(stepText).join('')}`;
}

const HEAD = { kind: 'lesson', recipe: {}, hide: [] };
const REAL = { size: 28, recipe: {} };
const STEP = { show: [], until: [], reveal: '' };
const CONDITION = { with: {}, edited: false };

function stepText({ title, text, ...rest }: LessonStep): string {
  const until = rest.until.map((condition) => without(condition, CONDITION));
  const block = without({ ...rest, until }, STEP);
  return [
    `\n## ${title}\n`,
    ...(text === '' ? [] : [`\n${text}\n`]),
    ...(Object.keys(block).length === 0 ? [] : [`\n\`\`\`lesson\n${yaml(block)}\`\`\`\n`]),
  ].join('');
}

function yaml(value: object): string {
  // One line of text is one line of the file, so that nothing of it can stand where the file is cut into steps.
  return stringify(value, { lineWidth: 0, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER });
}

/** What of an object is not as it is by default; what is not there at all is left out. */
function without(value: object, standards: object): Record<string, unknown> {
  const standard = new Map(Object.entries(standards));
  return Object.fromEntries(
    Object.entries(value).filter(
      ([key, field]) =>
        field !== undefined &&
        !(standard.has(key) && JSON.stringify(field) === JSON.stringify(standard.get(key))),
    ),
  );
}
