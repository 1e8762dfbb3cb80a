import type { Lesson } from '../../lab/lesson/lesson.ts';
import { settingText } from '../../lab/recipe/name.ts';
import { pathTitle } from '../recipe-panel/describe-path.ts';

/** Changes of a recipe for who writes them: "Balancing: upsample · w8". */
export function patchWords(patch: Lesson['recipe'] | undefined): string {
  const changes = Object.entries(patch ?? {});
  return changes.length === 0
    ? 'the default'
    : changes.map(([path, value]) => changeWords(path, value)).join(' · ');
}

function changeWords(path: string, value: unknown): string {
  const name = typeof value === 'string' ? value : (value as { name?: unknown } | null)?.name;
  if (path === 'balance' || path === 'loss' || path === 'optimizer')
    return `${titleOf(path)}: ${String(name)}`;
  if (/^augment\.\w+$/.test(path)) return value === false ? `no ${titleOf(path)}` : titleOf(path);
  return settingText(path, value);
}

/** A path that comes from a file may be none of a recipe's. */
function titleOf(path: string): string {
  try {
    return pathTitle(
      path === 'balance' || path === 'loss' || path === 'optimizer' ? `${path}.name` : path,
    ).toLowerCase();
  } catch {
    return path;
  }
}
