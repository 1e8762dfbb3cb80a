import { Button, Text } from '@mantine/core';
import { IconTrophy } from '@tabler/icons-react';
import type { Board, Place, Ranked } from '../../lab/challenge/board.ts';
import { type Challenge, METRICS } from '../../lab/challenge/challenge.ts';
import { describeError } from '../../lab/lab-error.ts';
import { clearBoard, takeEntries, useBoard } from '../../state/challenge/board.ts';
import { FileDrop } from '../../ui/file-drop.tsx';
import { formatAuc } from '../../ui/format.ts';
import { showProblem } from '../../ui/notify.tsx';
import classes from './challenge-page.module.css';

const PLACES: Readonly<Record<Place, string>> = {
  first: 'first',
  tied: 'tied: may be luck',
  behind: 'behind',
  open: 'not told: nothing shows the noise',
};

/** Where entries are dropped, in the order of what they reach on the test part. */
export function BoardSection({ challenge }: { challenge: Challenge | null }) {
  const { files, board, reading } = useBoard();
  const take = (added: readonly File[]) => {
    if (added.length > 0)
      takeEntries(added, challenge).catch((error: unknown) => showProblem(describeError(error)));
  };
  return (
    <section className={classes.card} aria-label="Board">
      <h3 className={classes.title}>The board</h3>
      <FileDrop
        label="Choose entries"
        icon={<IconTrophy size={32} stroke={1.5} aria-hidden />}
        title="Drop what was handed in, or press to choose"
        onDrop={take}
      >
        It is read here and stored nowhere. Whoever drops it sees test scores.
      </FileDrop>
      <Text size="sm" role="status" mt="xs">
        {reading ? `Reading ${reading.done + 1} of ${reading.total}…` : board ? standText(board) : ''}
      </Text>
      {board && board.refused.length > 0 && (
        <ul className={classes.refused} aria-label="Entries that do not count">
          {board.refused.map(({ name, text }, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two files may have one name
            <li key={place}>
              <b className={classes.file}>{name}</b>: {text}
            </li>
          ))}
        </ul>
      )}
      {board && board.ranked.length > 0 && <BoardTable board={board} />}
      {files.length > 0 && (
        <Button mt="sm" size="xs" variant="subtle" onClick={clearBoard}>
          Start over
        </Button>
      )}
    </section>
  );
}

function BoardTable({ board: { challenge, ranked } }: { board: Board }) {
  const hasGoal = challenge!.goal !== null;
  return (
    <div className={classes.scroll}>
      <table className={classes.table} aria-label="Board">
        <thead>
          <tr>
            <th scope="col">who</th>
            <th scope="col">test {METRICS[challenge!.metric]} (95 % interval)</th>
            <th scope="col">place</th>
            {hasGoal && <th scope="col">goal</th>}
            <th scope="col">spent</th>
          </tr>
        </thead>
        <tbody>
          {ranked.map((row) => (
            <tr key={row.file} data-place={row.place}>
              <th scope="row" className={classes.file}>
                {row.entry.author || row.file}
              </th>
              <td>
                {formatAuc(row.score)}
                {row.interval && ` (${formatAuc(row.interval[0])} to ${formatAuc(row.interval[1])})`}
              </td>
              <td>{PLACES[row.place]}</td>
              {hasGoal && <td>{row.reached ? 'reached' : 'not reached'}</td>}
              <td>{spentText(row)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function spentText({ entry: { spent, looks } }: Ranked): string {
  return `${spent.runs} ${spent.runs === 1 ? 'run' : 'runs'}, ${spent.minutes.toFixed(1)} min${looks === 0 ? '' : `; had seen ${looks} test ${looks === 1 ? 'score' : 'scores'} before`}`;
}

function standText({ ranked, refused }: Board): string {
  const tied = ranked.filter(({ place }) => place === 'tied').length;
  const isTold = ranked[0]?.place === 'first';
  const who =
    ranked.length === 0
      ? 'Nothing counts yet.'
      : ranked.length === 1
        ? 'One entry counts.'
        : tied > 0
          ? `${tied} of ${ranked.length} are tied: the differences between them may be luck.`
          : isTold
            ? 'One is ahead of all others by more than luck.'
            : 'The highest is not told from others: nothing shows the noise.';
  return refused.length === 0
    ? who
    : `${who} ${refused.length} ${refused.length === 1 ? 'does' : 'do'} not count:`;
}
