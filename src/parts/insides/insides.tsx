import { Progress, Slider, UnstyledButton } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { type ReactNode, useEffect, useId, useMemo, useState } from 'react';
import { className } from '../../lab/class-name.ts';
import { classProbabilities, logitOf } from '../../lab/class-probabilities.ts';
import type { DatasetSummary } from '../../lab/dataset.ts';
import { readKeptWeights, useKeptWeights } from '../../state/runs/kept-weights.ts';
import { changeInsidesView, useInsidesView } from '../../state/trained/insides-view.ts';
import { useAnswer } from '../../state/trained/use-answer.ts';
import type { RunRow } from '../../storage/runs.ts';
import { fullSize, withHeat } from '../../ui/heat.ts';
import { ErrorNotice } from '../../ui/notice.tsx';
import type { Tiles } from '../../ui/tiles.ts';
import type { ImageChoice, ModelReference } from '../../worker/protocol-model-jobs.ts';
import { AugmentedDots } from './augmented-dots.tsx';
import { ClassAnswers } from './class-answers.tsx';
import { hottestPlace, mapCaution } from './heat-words.ts';
import classes from './insides.module.css';
import { NearestImages } from './nearest-images.tsx';

/** Draws of each augmentation. */
const DRAWS = 12;
const NEAREST = 6;

interface InsidesProps {
  readonly run: RunRow;
  readonly dataset: DatasetSummary;
  readonly image: ImageChoice;
  /** From 1: the epoch that is looked at beside it; without, the best one. */
  readonly at?: number | undefined;
  /** The image as it is; null until it has come. */
  readonly picture: Tiles | null;
  /** Given the picture with its heat, or null where it is to be shown as it is. */
  readonly onPicture: (picture: Tiles | null) => void;
  /** The picture large, where it stands nowhere else: beside what is said of it. */
  readonly children?: ReactNode;
}

/** What a trained model makes of one image; folded away until a person wants to know. */
export function Insides(props: InsidesProps) {
  const { open } = useInsidesView();
  const byRun = useKeptWeights((state) => state.byRun);
  const { run, image, onPicture } = props;
  useEffect(() => {
    if (open && byRun === null) void readKeptWeights();
  }, [open, byRun]);
  useEffect(() => {
    if (!open) onPicture(null);
  }, [open, onPicture]);
  const isKept = byRun?.[run.id]?.best != null;
  const isSealed = image.of !== 'elsewhere' && image.split === 'test' && !run.summary?.test;
  return (
    <div className={classes.frame} data-mantine-color-scheme="dark">
      <div className={classes.insides}>
        <UnstyledButton
          className={classes.toggle}
          aria-expanded={open}
          onClick={() => changeInsidesView({ open: !open })}
        >
          <IconChevronDown
            size={14}
            aria-hidden
            className={classes.chevron}
            data-opened={open || undefined}
          />
          What the model sees
        </UnstyledButton>
        {open && byRun !== null && (isSealed || !isKept) && (
          <p className={classes.note}>{whyNot(run, isSealed)}</p>
        )}
        {open && isKept && !isSealed && props.children && (
          <div className={classes.large}>{props.children}</div>
        )}
        {open && isKept && !isSealed && <ModelAnswers {...props} />}
      </div>
    </div>
  );
}

function whyNot({ status }: RunRow, isSealed: boolean): string {
  if (isSealed)
    return 'The test part is sealed: what the model makes of its images is shown when it is open.';
  return status === 'running' || status === 'paused'
    ? 'The run can be asked when it has ended.'
    : 'The weights of this run are not kept in this browser any more. Train its recipe again to look inside.';
}

/** The scores of one image, where the model looks, what augmentation does to it, and the training images nearest to it. */
export function ModelAnswers({ run, dataset, image, at, picture, onPicture }: InsidesProps) {
  const isKept = useKeptWeights(({ byRun }) => at !== undefined && byRun?.[run.id]?.epochs.includes(at));
  const epoch = isKept && at !== undefined && at !== run.summary?.bestEpoch ? at : null;
  const model: ModelReference = useMemo(
    () => ({ runId: run.id, recipe: run.recipe, datasetKey: dataset.key, epoch }),
    [run, dataset, epoch],
  );
  const { answer: scores, error } = useAnswer(model, 'image-scores', { image });
  const probabilities = useMemo(
    () => scores && classProbabilities(scores.logits, scores.activation, dataset.task),
    [scores, dataset],
  );
  const [chosen, setChosen] = useState<number | null>(null);
  const count = dataset.classNames.length;
  const asked = chosen !== null && chosen < count ? chosen : likeliest(probabilities);
  return (
    <>
      {error && error.code !== 'cancelled' && <ErrorNotice error={error} />}
      {!probabilities && !error && <Progress value={100} animated size="xs" aria-label="Asking the model" />}
      {probabilities && (
        <>
          {run.summary && <p className={classes.note}>{whose(run.summary.bestEpoch, epoch, at)}</p>}
          <ClassAnswers dataset={dataset} probabilities={probabilities} chosen={asked} onChoose={setChosen} />
          <Heat
            model={model}
            image={image}
            logit={logitOf(asked, scores!.logits.length)}
            name={className(dataset.classNames[asked]!)}
            // Other epochs than the best one have no interval.
            interval={epoch === null ? (run.summary?.val.interval ?? null) : null}
            picture={picture}
            onPicture={onPicture}
          />
          <Augmented
            model={model}
            image={image}
            dataset={dataset}
            answer={asked}
            activation={scores!.activation}
            own={probabilities[asked]!}
          />
          <NearestImages model={model} image={image} dataset={dataset} count={NEAREST} />
        </>
      )}
    </>
  );
}

/** Whose weights score the image, where another epoch than the best one may be looked at. */
function whose(best: number, epoch: number | null, at: number | undefined): string {
  if (epoch !== null) return `As the run scores it after epoch ${epoch}, on which the table stands.`;
  const isElsewhere = at !== undefined && at !== best;
  return `As the run scores it after its best epoch, ${best}${isElsewhere ? `: the weights of epoch ${at}, on which the table stands, are not kept` : ''}.`;
}

function likeliest(probabilities: readonly number[] | null): number {
  return probabilities ? probabilities.indexOf(Math.max(...probabilities)) : 0;
}

/** Where the image speaks for an answer, over its picture. */
function Heat({
  model,
  image,
  logit,
  name,
  interval,
  picture,
  onPicture,
}: Pick<InsidesProps, 'image' | 'picture' | 'onPicture'> & {
  model: ModelReference;
  logit: ReturnType<typeof logitOf>;
  name: string;
  /** Of the model's AUC; null: not known. */
  interval: readonly [number, number] | null;
}) {
  const { opacity } = useInsidesView();
  const { answer, error } = useAnswer(model, 'grad-cam', { image, ...logit });
  const heat = useMemo(() => answer && picture && fullSize(answer, picture), [answer, picture]);
  const id = useId();
  useEffect(() => {
    onPicture(heat && picture && opacity > 0 ? withHeat(picture, heat, opacity) : null);
  }, [heat, picture, opacity, onPicture]);
  useEffect(() => () => onPicture(null), [onPicture]);
  if (error) return error.code === 'cancelled' ? null : <ErrorNotice error={error} />;
  const places = answer?.shape.join(' × ');
  const hottest = answer && hottestPlace(answer);
  const isBlank = answer?.map.every((value) => value === 0) ?? false;
  return (
    <section className={classes.section}>
      <h4 className={classes.title} id={id}>
        Where it looks
      </h4>
      <Slider
        aria-labelledby={id}
        thumbLabel="Opacity of the heat"
        size="xs"
        label={(value) => `${value} %`}
        value={Math.round(100 * opacity)}
        onChange={(value) => changeInsidesView({ opacity: value / 100 })}
      />
      <p className={classes.note} aria-live="polite">
        {answer === null
          ? 'Asking the model…'
          : isBlank
            ? `Nothing in this image speaks for ${name}.`
            : `Yellow speaks most for ${name}${hottest ? `, ${hottest}` : ''}, red less, and what has no colour not at all: Grad-CAM (Selvaraju et al. 2017) on a grid of ${places}, from stage ${answer.stage} of the network. ${mapCaution(interval)}`}
      </p>
    </section>
  );
}

function Augmented({
  model,
  image,
  dataset,
  answer: asked,
  activation,
  own,
}: Pick<InsidesProps, 'image' | 'dataset'> & {
  model: ModelReference;
  answer: number;
  activation: Parameters<typeof classProbabilities>[1];
  own: number;
}) {
  const { answer, error, progress } = useAnswer(model, 'augmented-scores', { image, draws: DRAWS });
  const rows = useMemo(
    () =>
      answer?.map(({ name, trainedWith, logits }) => {
        const outputs = logits.length / DRAWS;
        return {
          name,
          trainedWith,
          scores: Array.from(
            { length: DRAWS },
            (_, draw) =>
              classProbabilities(
                logits.subarray(draw * outputs, (draw + 1) * outputs),
                activation,
                dataset.task,
              )[asked]!,
          ),
        };
      }) ?? null,
    [answer, activation, dataset, asked],
  );
  if (error) return error.code === 'cancelled' ? null : <ErrorNotice error={error} />;
  return (
    <section className={classes.section} data-about="augmentation">
      <h4 className={classes.title}>Under augmentation</h4>
      {rows ? (
        <AugmentedDots rows={rows} own={own} name={className(dataset.classNames[asked]!)} />
      ) : (
        <Progress
          value={progress ? (100 * progress.done) / progress.total : 5}
          size="xs"
          aria-label="Augmenting the image"
        />
      )}
    </section>
  );
}
