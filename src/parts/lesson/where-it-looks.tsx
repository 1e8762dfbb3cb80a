import { Progress } from '@mantine/core';
import { className } from '../../lab/class-name.ts';
import { markedClass, markShare } from '../../lab/shortcut-mark.ts';
import { useLooks } from '../../state/lessons/use-looks.ts';
import type { RunRow } from '../../storage/runs.ts';
import { ErrorNotice } from '../../ui/notice.tsx';
import { Tile } from '../../ui/tile.tsx';
import classes from './lesson.module.css';

/** Of all that were asked about. */
const SHOWN = 3;

/** Films of the class that matters as a run trained on them, with the places that spoke for it to its model. */
export function WhereItLooks({ run }: { run: RunRow | null }) {
  const { looks, error } = useLooks(run);
  if (error) return error.code === 'cancelled' ? null : <ErrorNotice error={error} />;
  if (!run || !looks) return <Progress value={100} animated size="xs" aria-label="Asking the model" />;
  const name = className(run.dataset.classNames[markedClass(run.dataset)]!);
  const isMarked = looks.some(({ unmarked }) => unmarked !== null);
  return (
    <figure className={classes.looks}>
      <ul aria-label="Where it looks">
        {looks.slice(0, SHOWN).map((look) => (
          <li key={look.index}>
            <Tile tiles={look.film} index={0} label={`Training image ${look.index}, ${name}`} />
            <Tile tiles={look.heat} index={0} label="Where the model looks in it" />
            <span>
              {look.score.toFixed(3)}
              {look.unmarked !== null && (
                <>
                  <br />
                  without the mark {look.unmarked.toFixed(3)}
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
      <figcaption className={classes.small}>
        Training films of {name}, the same with the heat of Grad-CAM (yellow speaks most for {name}), and the
        score for {name}.
        {isMarked &&
          ` In ${looks.length} films with the mark ${percent(mean(looks.map(({ onMark }) => onMark)))} of the heat lies on it; it covers ${percent(markShare(run.dataset))} of a film.`}
      </figcaption>
    </figure>
  );
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const percent = (share: number) => `${Math.round(100 * share)} %`;
