import { Checkbox } from '@mantine/core';
import { SPLITS } from '../../../lab/dataset.ts';
import type { ImportLook } from '../../../lab/import/look.ts';
import { partName } from '../../../lab/leak-note.ts';
import { changeImport } from '../../../state/data/import.ts';
import { formatCount } from '../../../ui/format.ts';
import { useNameSearch } from '../../../ui/name-search.tsx';
import { classColour } from '../../../ui/palettes.ts';
import { Tile } from '../../../ui/tile.tsx';
import page from '../data-page.module.css';
import classes from './import-window.module.css';

const EDGE = 44;

/** The classes with their images by part, some images of each as they will be, and whether it is taken. */
export function ImportClasses({ look: { plan, tiles, allClasses } }: { look: ImportLook }) {
  const { leaveOutClasses } = plan.options;
  const choosable = allClasses.length > 2;
  const rows = choosable ? allClasses : plan.classNames;
  const { shown, search } = useNameSearch(rows, plan.task === 'multi-label' ? 'labels' : 'classes');
  const toggle = (name: string, taken: boolean) =>
    void changeImport({
      leaveOutClasses: taken ? leaveOutClasses.filter((other) => other !== name) : [...leaveOutClasses, name],
    });
  return (
    <div className={page.scroll}>
      {search}
      <table className={page.table}>
        <thead>
          <tr>
            {choosable && (
              <th scope="col" className={classes.take}>
                Take
              </th>
            )}
            <th scope="col">{plan.task === 'multi-label' ? 'Label' : 'Class'}</th>
            <th scope="col">As they will be</th>
            {SPLITS.map((split) => (
              <th key={split} scope="col" className={page.right}>
                {partName(split)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((place) => {
            const name = rows[place]!;
            const label = plan.classNames.indexOf(name);
            return (
              <tr key={name}>
                {choosable && (
                  <td>
                    <Checkbox
                      size="xs"
                      aria-label={`Take ${name}`}
                      checked={!leaveOutClasses.includes(name)}
                      onChange={(event) => toggle(name, event.currentTarget.checked)}
                    />
                  </td>
                )}
                <td className={classes.className}>
                  {label >= 0 && (
                    <span className={classes.swatch} style={{ background: classColour(label) }} />
                  )}
                  {name}
                </td>
                <td>
                  <div className={classes.tiles}>
                    {tiles.classes.flatMap((of, index) =>
                      of === label
                        ? [
                            <Tile
                              // biome-ignore lint/suspicious/noArrayIndexKey: a tile is its place
                              key={index}
                              tiles={{ pixels: tiles.pixels, size: tiles.size, slices: 1 }}
                              index={index}
                              edge={EDGE}
                              label={`An image of ${name}`}
                            />,
                          ]
                        : [],
                    )}
                  </div>
                </td>
                {SPLITS.map((split) => (
                  <td key={split} className={page.right}>
                    {label < 0 ? '–' : formatCount(plan.counts[split][label] ?? 0)}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
