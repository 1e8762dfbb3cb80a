import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const SOURCE = fileURLToPath(new URL('..', import.meta.url));

/** Says what was kept, or that nothing was lost. */
const KEPT =
  /\b(kept|keeps?|stays?|goes on|still there|was saved|ready for use)\b|^Nothing (was|is lost)|; nothing was /i;

interface Thrown {
  readonly place: string;
  readonly remedy: string;
}

/** Every `new LabError(code, message, remedy)` whose remedy is written there, or is a constant of the same file. */
function labErrors(path: string): Thrown[] {
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const constants = new Map<string, ts.Expression>();
  const found: Thrown[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.initializer && ts.isIdentifier(node.name))
      constants.set(node.name.text, node.initializer);
    if (ts.isNewExpression(node) && node.expression.getText() === 'LabError') {
      const line = file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      const remedies = node.arguments?.[2] ? wordsOf(node.arguments[2], constants) : [];
      for (const remedy of remedies) found.push({ place: `${path.slice(SOURCE.length)}:${line}`, remedy });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** The texts that an expression may be: one for each branch; none where it is handed over from elsewhere. */
function wordsOf(expression: ts.Expression, constants: ReadonlyMap<string, ts.Expression>): string[] {
  if (ts.isStringLiteralLike(expression) || ts.isTemplateExpression(expression))
    return [expression.getText().slice(1, -1)];
  if (ts.isConditionalExpression(expression))
    return [...wordsOf(expression.whenTrue, constants), ...wordsOf(expression.whenFalse, constants)];
  const constant = ts.isIdentifier(expression) ? constants.get(expression.text) : undefined;
  return constant ? wordsOf(constant, constants) : [];
}

const errors = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$|testing\//.test(path))
  .flatMap((path) => labErrors(join(SOURCE, path)));

describe('the words of every error', () => {
  it('are found', () => expect(errors.length).toBeGreaterThan(50));

  it('say what to do in whole sentences', () => {
    const wrong = errors.filter(({ remedy }) => !/^([A-Z]|\$\{).*[.}`]$/s.test(remedy));
    expect(wrong).toEqual([]);
  });

  it('say what was kept; where a set is loaded, the worker says it for all of them', () => {
    const wrong = errors.filter(({ place, remedy }) => !place.startsWith('datasets/') && !KEPT.test(remedy));
    expect(wrong).toEqual([]);
  });
});
