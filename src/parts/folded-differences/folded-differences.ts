import { phantomSettings } from '../../lab/phantom-settings.ts';
import { choiceOf, choiceValue, WAY } from '../../lab/recipe/change-texts.ts';
import { diffRecipes } from '../../lab/recipe/name.ts';
import type { z } from '../../lab/zod.ts';
import { differing } from '../../state/runs/differing.ts';
import type { RunRow } from '../../storage/runs.ts';
import { pathTitle, pathValue } from '../recipe-panel/describe-path.ts';

/** Something that differs between runs: a field, or a choice with the settings that follow from it. */
export interface FoldedDifference {
  readonly path: string;
  readonly title: string;
  /** The value of each run; of a choice what {@link texts} say. */
  readonly values: readonly unknown[];
  /** The same for a person. */
  readonly texts: readonly string[];
}

/** What differs, each choice once: a setting that only another choice brought along has no column of its own. */
export function folded(rows: readonly RunRow[]): readonly FoldedDifference[] {
  const [first] = rows;
  if (!first) return [];
  const changes = rows.flatMap(({ recipe }) => diffRecipes(first.recipe, recipe));
  const recipes = rows.map(({ recipe }) => recipe);
  const fields = differing(rows);
  const roots = [...new Set(fields.map(({ path }) => choiceOf(path, changes, recipes)))];
  return roots.map((root) => {
    const field = fields.find(({ path }) => path === root);
    const choices = rows.map(({ recipe }) => choiceValue(root, recipe));
    if (choices.some((text) => text !== null)) {
      const texts = choices.map((text) => text ?? '–');
      return { path: root, title: titleOf(root), values: texts, texts };
    }
    const values = field?.values ?? [];
    return {
      path: root,
      title: titleOf(root),
      values,
      texts: values.map((value) => pathValue(root, value)),
    };
  });
}

function titleOf(root: string): string {
  const [first, ...rest] = root.split('.');
  if (root === WAY) return 'How it learns';
  if (first === 'dataset') {
    const titles: Readonly<Record<string, z.ZodType>> = phantomSettings.shape;
    return ['Data set', ...rest.map((key) => titles[key]?.meta()?.title?.toLowerCase() ?? key)].join(': ');
  }
  return CHOICES.includes(root) ? pathTitle(`${root}.name`) : pathTitle(root);
}

const CHOICES: readonly string[] = ['balance', 'loss', 'optimizer'];
