import { diffRecipes } from '../../lab/recipe/name.ts';
import { DEFAULT_RECIPE, type Recipe } from '../../lab/recipe/recipe.ts';
import { pathTitle, pathValue } from '../../parts/recipe-panel/describe-path.ts';
import { Folded } from '../../ui/folded.tsx';
import classes from './results-page.module.css';

/** Where a recipe departs from the default one; all of it on demand. */
export function RecipeTable({ recipe }: { recipe: Recipe }) {
  const changes = diffRecipes(DEFAULT_RECIPE, recipe).filter(
    // What the other choice would have had is no setting of this one.
    ({ path, after }) => !path.startsWith('dataset.') && (after !== undefined || path.startsWith('augment.')),
  );
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
                  <td>{pathTitle(path)}</td>
                  <td className={classes.changed}>{pathValue(path, after)}</td>
                  <td>{pathValue(path, before)}</td>
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
