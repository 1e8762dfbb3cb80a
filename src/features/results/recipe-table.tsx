import { diffRecipes } from '../../lab/recipe/name.ts';
import { DEFAULT_RECIPE, type Recipe } from '../../lab/recipe/recipe.ts';
import { Folded } from '../../ui/folded.tsx';
import classes from './results-page.module.css';

function shown(value: unknown): string {
  if (value === undefined) return 'off';
  if (value === true) return 'on';
  if (value === null) return 'never';
  return Array.isArray(value) ? value.join(', ') || 'never' : String(value);
}

/** Where a recipe departs from the default one; all of it on demand. */
export function RecipeTable({ recipe }: { recipe: Recipe }) {
  const changes = diffRecipes(DEFAULT_RECIPE, recipe).filter(({ path }) => !path.startsWith('dataset.'));
  return (
    <>
      {changes.length === 0 ? (
        <p style={{ margin: 0 }}>The default recipe, unchanged.</p>
      ) : (
        <div className={classes.scroll}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">What differs from the default</th>
                <th scope="col">here</th>
                <th scope="col">default</th>
              </tr>
            </thead>
            <tbody>
              {changes.map(({ path, before, after }) => (
                <tr key={path}>
                  <td>{path}</td>
                  <td className={classes.changed}>{shown(after)}</td>
                  <td>{shown(before)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <div style={{ marginTop: 8 }}>
        <Folded label="The whole recipe as JSON">
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
          <pre tabIndex={0} style={{ margin: 0, overflowX: 'auto', fontSize: 12 }}>
            {JSON.stringify(recipe, null, 2)}
          </pre>
        </Folded>
      </div>
    </>
  );
}
