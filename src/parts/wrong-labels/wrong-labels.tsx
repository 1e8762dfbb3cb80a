import { Button, NativeSelect, Progress, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { PRUNINGS, type Pruning } from '../../lab/confident-learning/confident-learning.ts';
import type { DatasetSummary } from '../../lab/dataset.ts';
import { describeError } from '../../lab/lab-error.ts';
import { wholeFolds } from '../../lab/split/fold-runs.ts';
import type { MeanAuc } from '../../lab/statistics/mean-auc.ts';
import { foldStudy } from '../../lab/study/label-studies.ts';
import type { StudyState } from '../../lab/study/study-state.ts';
import { useLabelReview } from '../../state/labels/label-review.ts';
import { useRecipe } from '../../state/recipe/store.ts';
import { useRuns } from '../../state/runs/store.ts';
import { queueStudy } from '../../state/studies/ask.ts';
import { useStudies } from '../../state/studies/studies.ts';
import { formatCount } from '../../ui/format.ts';
import { ErrorNotice } from '../../ui/notice.tsx';
import { showProblem } from '../../ui/notify.tsx';
import gallery from '../gallery/gallery.module.css';
import { DoubtList } from './doubt-list.tsx';
import { poorModelsWords } from './doubt-words.ts';
import classes from './wrong-labels.module.css';

const FOLDS = [3, 5, 10] as const;

const PRUNING_NAMES: Readonly<Record<Pruning, string>> = {
  'noise rate': 'as many as are likely wrong, for each pair of classes',
  class: 'as many as are likely wrong, in each class',
  both: 'what both of these name',
};

/** Labels that speak against the scores of models that never saw the image: to be found, mended, and trained on again. */
export function WrongLabels({ dataset }: { dataset: DatasetSummary }) {
  const rows = useRuns((state) => state.rows);
  const found = useMemo(() => wholeFolds(rows, dataset.fingerprint), [rows, dataset]);
  const [wanted, setWanted] = useState<string | null>(null);
  const folds = found.find(({ key }) => key === wanted) ?? found[0] ?? null;
  const [pruning, setPruning] = useState<Pruning>('noise rate');
  const { review, auc, error } = useLabelReview(dataset.key, folds, pruning);
  return (
    <section
      className={gallery.gallery}
      data-mantine-color-scheme="dark"
      aria-label="Wrong labels"
      data-place="wrong-labels"
    >
      <div className={gallery.head}>
        <h3 className={gallery.title}>Wrong labels?</h3>
        {review && (
          <Text size="sm" role="status">
            {formatCount(review.doubts.length)} doubted of {formatCount(review.images)} training images
          </Text>
        )}
      </div>
      <p className={classes.lead}>
        The training images are cut into a few parts, the folds, and the recipe{' '}
        {folds ? 'was trained' : 'is trained'} once for each, on the images of the others. So each image is
        scored by a model that never saw it. Labels that speak against their score are listed here, the most
        contradicted first.
      </p>
      <TrainFolds again={folds !== null} />
      {folds && (
        <div className={classes.controls}>
          {found.length > 1 && (
            <NativeSelect
              size="xs"
              aria-label="Folds"
              value={folds.key}
              data={found.map(({ key, recipe, runs }) => ({
                value: key,
                label: `${runs.length} folds, seed ${recipe.seed}, ${key.slice(0, 6)}`,
              }))}
              onChange={(event) => setWanted(event.currentTarget.value)}
            />
          )}
          <NativeSelect
            size="xs"
            aria-label="How doubted labels are chosen"
            value={pruning}
            data={PRUNINGS.map((value) => ({ value, label: PRUNING_NAMES[value] }))}
            onChange={(event) => setPruning(event.currentTarget.value as Pruning)}
          />
          {dataset.task === 'multi-label' && <span>Each label is asked about by itself.</span>}
        </div>
      )}
      {auc && <PoorModels auc={auc} />}
      {error && <ErrorNotice error={error} />}
      {folds && !error && !review && <div className={gallery.empty} aria-busy />}
      {folds && review && (
        <DoubtList key={folds.key} dataset={dataset} recipe={folds.recipe} review={review} />
      )}
    </section>
  );
}

function PoorModels({ auc }: { auc: MeanAuc }) {
  const words = poorModelsWords(auc);
  return words && <p className={classes.lead}>{words}</p>;
}

/** Trains the folds of the form's recipe, in the queue of the studies. */
function TrainFolds({ again }: { again: boolean }) {
  const studies = useStudies((state) => state.studies);
  const recipe = useRecipe((state) => state.recipe);
  const [count, setCount] = useState<number>(5);
  const waiting = studies.filter(isUnfinishedFolds).at(-1);
  if (waiting) return <FoldProgress state={waiting} />;
  const train = () => {
    const start = async () => queueStudy(foldStudy(recipe, count));
    start().catch((error: unknown) => showProblem(describeError(error)));
  };
  return (
    <div className={classes.controls}>
      <NativeSelect
        size="xs"
        aria-label="Number of folds"
        value={String(count)}
        data={FOLDS.map((value) => ({ value: String(value), label: `${value} folds` }))}
        onChange={(event) => setCount(Number(event.currentTarget.value))}
      />
      <Button size="compact-sm" variant="default" onClick={train}>
        {again ? `Train ${count} folds of this recipe` : `Train ${count} folds`}
      </Button>
    </div>
  );
}

function FoldProgress({ state: { entries, paused } }: { state: StudyState }) {
  const done = entries.filter(({ status }) => status === 'finished').length;
  return (
    <div className={classes.controls}>
      <Text size="sm">
        {done} of {entries.length} folds are trained{paused ? '; the study is paused, see Study' : ''}.
      </Text>
      <Progress w={160} value={(100 * done) / entries.length} aria-label="Folds that are trained" />
    </div>
  );
}

function isUnfinishedFolds({ study, entries }: StudyState): boolean {
  const isFolds = study.factors.some((factor) => 'field' in factor && factor.field === 'protocol.fold');
  return isFolds && entries.some(({ status }) => status === 'queued' || status === 'running');
}
