import { Button } from '@mantine/core';
import { formatCount } from '../../ui/format.ts';
import classes from './feature-map.module.css';
import type { GroupRow } from './points.ts';

/** The map in figures: each class in each part, and the way to its images. */
export function GroupTable({
  groups,
  onOpen,
}: {
  groups: readonly GroupRow[];
  onOpen: (name: string, points: readonly number[]) => void;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={classes.scroll} tabIndex={0} aria-label="Classes on the map">
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">class and part</th>
            <th scope="col">images</th>
            <th scope="col">wrong</th>
            <th scope="col">confidence</th>
            <th scope="col">middle</th>
            <th scope="col" aria-label="Images" />
          </tr>
        </thead>
        <tbody>
          {groups.map(({ name, colour, points, wrong, confidence, middle }) => (
            <tr key={name}>
              <th scope="row">
                <span className={classes.swatch} style={{ background: colour }} aria-hidden /> {name}
              </th>
              <td>{formatCount(points.length)}</td>
              <td>{formatCount(wrong)}</td>
              <td>{confidence.toFixed(3)}</td>
              <td>
                {middle[0].toFixed(2)}, {middle[1].toFixed(2)}
              </td>
              <td>
                <Button
                  size="compact-xs"
                  variant="default"
                  aria-label={`See ${name}`}
                  onClick={() => onOpen(name, points)}
                >
                  See them
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
