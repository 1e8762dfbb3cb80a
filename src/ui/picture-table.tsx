import { Folded } from './folded.tsx';
import classes from './picture-table.module.css';

interface PictureTableProps {
  readonly heads: readonly string[];
  /** Worked out when they are looked at. */
  readonly rows: () => readonly (readonly string[])[];
}

/** What a picture shows, in figures. */
export function PictureTable(props: PictureTableProps) {
  return (
    <Folded label="As a table">
      <Rows {...props} />
    </Folded>
  );
}

function Rows({ heads, rows }: PictureTableProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: no part of a form
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div role="group" className={classes.scroll} tabIndex={0} aria-label="As a table">
      <table className={classes.table}>
        <thead>
          <tr>
            {heads.map((head, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two runs may have one name
              <th key={place} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows().map((row, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows stay where they are
            <tr key={place}>
              {row.map((value, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: so do columns
                <td key={at}>{value}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
