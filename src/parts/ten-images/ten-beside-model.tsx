import { takesValApart } from '../../lab/recipe/protocol.ts';
import { answersAt, standardThresholds } from '../../lab/results/answers.ts';
import type { ScoredPart } from '../../lab/results/scored-part.ts';
import { isSorted, rightOf } from '../../lab/ten-images/ten-images.ts';
import { runNames } from '../../state/runs/names.ts';
import { useMarks } from '../../state/runs/use-shown-runs.ts';
import { useVisibleRows } from '../../state/studies/visible-rows.ts';
import { useTenImages } from '../../state/ten-images/store.ts';
import type { RunRow } from '../../storage/runs.ts';
import classes from './ten-images.module.css';

/** A person and a model on the same ten images; nothing where they were not sorted, or the run has a validation part of its own. */
export function TenBesideModel({ row, val }: { row: RunRow; val: ScoredPart | null }) {
  const ten = useTenImages(({ sets }) => sets[row.dataset.fingerprint]);
  const mark = useMarks().get(row.id);
  const name = runNames(useVisibleRows()).get(row.id);
  const runText = mark?.letter ? `run ${mark.letter} (${name})` : `run “${name}”`;
  if (!ten || !isSorted(ten) || !val || takesValApart(row.recipe)) return null;
  const [called] = answersAt(val, standardThresholds(val.task, val.scores.length)).called;
  const model = ten.images.map((image) => called![image]!);
  const [own, other] = [rightOf(ten, ten.answers), rightOf(ten, model)];
  return (
    <p className={classes.beside}>
      Of the {ten.images.length} images that you sorted you got <b>{own}</b> right, and the model of {runText}{' '}
      <b>{other}</b>. So few images may be luck for either.
    </p>
  );
}
