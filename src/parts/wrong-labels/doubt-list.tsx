import { Button } from '@mantine/core';
import { type KeyboardEvent, useCallback, useMemo, useState } from 'react';
import type { DoubtedImage } from '../../lab/confident-learning/doubted-images.ts';
import { judgedLabels } from '../../lab/confident-learning/judged-labels.ts';
import type { DatasetSummary } from '../../lab/dataset.ts';
import type { Edit, ImageEdits } from '../../lab/edition/steps.ts';
import { classesOf } from '../../lab/gallery/image-classes.ts';
import { describeError } from '../../lab/lab-error.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import { mendedStudy } from '../../lab/study/label-studies.ts';
import { editImages, undoEdit } from '../../state/editions/store.ts';
import { useEdition } from '../../state/editions/use-edition.ts';
import { judgeRight, useJudgedRight } from '../../state/labels/judged-right.ts';
import { useRecipe } from '../../state/recipe/store.ts';
import { queueStudy } from '../../state/studies/ask.ts';
import { useView } from '../../state/view/view.ts';
import { KeyHint } from '../../ui/key-hint.tsx';
import { showNote, showProblem } from '../../ui/notify.tsx';
import type { LabelReview } from '../../worker/protocol.ts';
import type { TileMark } from '../gallery/draw-row.ts';
import gallery from '../gallery/gallery.module.css';
import { ImageGrid } from '../gallery/image-grid.tsx';
import { TileStore } from '../gallery/tile-store.ts';
import { DoubtPanel } from './doubt-panel.tsx';
import { doubtWords, judgedWords, manyDoubtsWords, qualityWords } from './doubt-words.ts';
import classes from './wrong-labels.module.css';

const EDGE = 64;
const NONE_RIGHT: readonly number[] = [];

/** What a person says of a doubted label. */
type Judgement = 'wrong' | 'right' | 'left out';
const KEYS: Readonly<Record<string, Judgement>> = { w: 'wrong', r: 'right', x: 'left out' };

/** The doubted labels as images, to be judged one by one; what is judged becomes an edition. */
export function DoubtList({
  dataset,
  recipe,
  review,
}: {
  dataset: DatasetSummary;
  /** That of the folds. */
  recipe: Recipe;
  review: LabelReview;
}) {
  const current = useEdition(dataset);
  const { edits } = current;
  const right = useJudgedRight(({ bySet }) => bySet[dataset.fingerprint] ?? NONE_RIGHT);
  // Of several labels an image may be doubted for more than one: the surest doubt stands for it.
  const doubts = useMemo(() => {
    const byImage = new Map<number, DoubtedImage[]>();
    for (const doubt of review.doubts) {
      byImage.set(doubt.image, [...(byImage.get(doubt.image) ?? []), doubt]);
    }
    return byImage;
  }, [review]);
  const ids = useMemo(() => Uint32Array.from(doubts.keys()), [doubts]);
  const store = useMemo(() => new TileStore(dataset.key, Math.min(dataset.size, 2 * EDGE)), [dataset]);
  const [active, setActive] = useState(0);
  const present = ids[Math.min(active, ids.length - 1)];
  const markOf = useCallback(
    (id: number): TileMark => ({
      classes: classesOf(edits.get(id)?.label ?? review.given[id]!, dataset.task).filter(
        (label) => label < dataset.classNames.length,
      ),
      selected: right.includes(id),
      leftOut: edits.get(id)?.leftOut ?? false,
      relabelled: Boolean(edits.get(id)?.label),
    }),
    [review, dataset, right, edits],
  );
  if (present === undefined) {
    return <p className={classes.lead}>No label speaks against the scores.</p>;
  }
  const many = manyDoubtsWords(ids.length, dataset.counts.train);
  const nameOf = (id: number) => {
    const judgement = judgementOf(edits.get(id), right.includes(id));
    const words = doubts.get(id)!.map((doubt) => doubtWords(doubt, dataset));
    return [`training image ${id}`, ...words, ...(judgement ? [`judged ${judgement}`] : [])].join(', ');
  };
  const edit = (changes: readonly Edit[]): boolean => {
    try {
      editImages(dataset, changes);
      return true;
    } catch (error) {
      showProblem(describeError(error));
      return false;
    }
  };
  const judge = (image: number, judgement: Judgement) => {
    if (judgement === 'right') {
      if (edits.has(image)) {
        edit([
          { image, leftOut: false },
          { image, label: null },
        ]);
      }
    } else if (
      !edit(judgement === 'left out' ? [{ image, leftOut: true }] : mend(image, doubts.get(image)!, review))
    ) {
      return;
    }
    judgeRight(dataset.fingerprint, image, judgement === 'right');
    if (active < ids.length - 1) setActive(active + 1);
  };
  const onKey = (event: KeyboardEvent): boolean => {
    if (event.ctrlKey || event.metaKey) {
      if (event.key !== 'z' || event.shiftKey || !current.stored) return false;
      undoEdit(current.stored);
      return true;
    }
    const judgement = KEYS[event.key];
    if (judgement) judge(present, judgement);
    return judgement !== undefined;
  };
  const { truth, quality } = review;
  const judged = [...ids].filter((id) => edits.has(id) || right.includes(id));
  const came =
    truth && quality
      ? judgedWords(
          judgedLabels(
            quality.wrong,
            judged.map((id) => {
              const given = review.given[id]!;
              const { leftOut, label } = edits.get(id) ?? { leftOut: false, label: null };
              return { given, judged: leftOut ? null : (label ?? given), truth: truth[id]! };
            }),
          ),
        )
      : null;
  const open = [...ids].filter((id) => !edits.has(id) && !right.includes(id));
  const mendAll = () => {
    if (edit(open.flatMap((image) => mend(image, doubts.get(image)!, review)))) {
      showNote(`${open.length} labels are mended in the edition. Ctrl+Z in the list takes them back.`);
    }
  };
  return (
    <>
      {review.quality && <p className={classes.lead}>{qualityWords(review.quality)}</p>}
      {came && <p className={classes.lead}>{came}</p>}
      {many && <p className={classes.lead}>{many}</p>}
      <div className={gallery.body} data-volumes={dataset.dims === 3 || undefined}>
        <ImageGrid
          ids={ids}
          store={store}
          edge={EDGE}
          active={active}
          markOf={markOf}
          nameOf={nameOf}
          onActive={setActive}
          onKey={onKey}
        />
        <DoubtPanel
          dataset={dataset}
          image={present}
          doubts={doubts.get(present)!}
          judgement={judgementOf(edits.get(present), right.includes(present))}
        >
          <fieldset className={`${gallery.edit} ${classes.keys}`} aria-label="Judge this label">
            {Object.entries(KEYS).map(([key, judgement]) => (
              <Button
                key={key}
                size="compact-sm"
                variant="default"
                justify="space-between"
                aria-keyshortcuts={key.toUpperCase()}
                rightSection={<KeyHint>{key.toUpperCase()}</KeyHint>}
                onClick={() => judge(present, judgement)}
              >
                {judgement === 'wrong' ? 'Wrong: mend it' : judgement === 'right' ? 'Right' : 'Leave out'}
              </Button>
            ))}
          </fieldset>
        </DoubtPanel>
      </div>
      <div className={classes.controls}>
        {open.length > 0 && (
          <Button size="compact-sm" variant="default" onClick={mendAll}>
            Mend all {open.length} that are not judged
          </Button>
        )}
        {current.stored && edits.size > 0 && <Compare recipe={recipe} />}
      </div>
    </>
  );
}

/** Trains the folds' recipe with and without the edition, to be compared on the same sealed test part. */
function Compare({ recipe }: { recipe: Recipe }) {
  const edition = useRecipe((state) => state.recipe.edition);
  const { changeView } = useView();
  if (!edition) return null;
  const compare = async () => {
    const study = await queueStudy(mendedStudy(recipe, edition));
    void changeView({ study, cell: undefined });
    showNote('Both train in the queue; their verdict and the sealed test part stand under Study.');
  };
  return (
    <Button
      size="compact-sm"
      onClick={() => void compare().catch((error: unknown) => showProblem(describeError(error)))}
    >
      Train again, with and without these changes
    </Button>
  );
}

function judgementOf(edits: ImageEdits | undefined, isRight: boolean): Judgement | null {
  if (edits?.leftOut) return 'left out';
  if (edits?.label) return 'wrong';
  return isRight ? 'right' : null;
}

/** The label that is suggested; of several labels the row with those turned that are doubted. */
function mend(image: number, doubts: readonly DoubtedImage[], { given }: LabelReview): readonly Edit[] {
  const row = [...given[image]!];
  for (const { label, suggested } of doubts) row[label ?? 0] = suggested;
  return [
    { image, leftOut: false },
    { image, label: row },
  ];
}
