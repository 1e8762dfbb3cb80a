import { ActionIcon, Checkbox, SegmentedControl, Text } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useMemo } from 'react';
import { type Answers, answersAt } from '../../lab/results/answers.ts';
import { classRates, type Rate, shareOf } from '../../lab/results/class-rates.ts';
import type { ScoredPart } from '../../lab/results/scored-part.ts';
import type { ScoredParts } from '../../state/results/scored-parts.ts';
import {
  chooseThreshold,
  RULE_NAMES,
  undoThreshold,
  useThresholdChoice,
  useThresholdSteps,
} from '../../state/results/thresholds.ts';
import { formatAuc } from '../../ui/format.ts';
import { NumberWithin } from '../../ui/number-within.tsx';
import { oneStop } from '../../ui/one-stop.ts';
import { Term } from '../../ui/term.tsx';
import { Tip } from '../../ui/tip.tsx';
import { intervalText, thresholdText } from './figure-words.ts';
import { type LiveAnswers, type LiveFigures, useLive, writeTexts } from './live-answers.ts';
import { imagesWhere, type OpenImages } from './open-images.ts';
import page from './results-page.module.css';
import classes from './threshold-panel.module.css';

const KINDS = Object.entries(RULE_NAMES).map(([value, label]) => ({ value, label }));

const RATES = ['sensitivity', 'specificity', 'precision'] as const;

/** Back to how the threshold was chosen, or where it stood, before. */
function UndoButton() {
  const isEmpty = useThresholdSteps(({ before }) => before.length === 0);
  return (
    <Tip label="Undo the last change of the threshold">
      <ActionIcon
        variant="subtle"
        aria-label="Undo the last change of the threshold"
        disabled={isEmpty}
        onClick={undoThreshold}
      >
        <IconArrowBackUp size={16} />
      </ActionIcon>
    </Tip>
  );
}

/** How the threshold is chosen, and what comes of it on val, where it is chosen, and on test. */
export function ThresholdPanel({
  parts,
  shown,
  live,
  output,
  answers: [no, yes],
  openImages,
}: {
  parts: ScoredParts;
  /** The part that the figures of the page are of. */
  shown: 'val' | 'test';
  live: LiveAnswers;
  output: number;
  answers: readonly [no: string, yes: string];
  openImages: OpenImages;
}) {
  const choice = useThresholdChoice();
  const onTest = choice.onTest && parts.test !== null;
  const columns = useMemo(
    () => (['val', 'test'] as const).flatMap((name) => (parts[name] ? [{ name, part: parts[name] }] : [])),
    [parts],
  );
  const asked = live.part.task === 'binary' ? 1 : output;
  const root = useLive<HTMLElement>(live, (figures, element) =>
    writeTexts(element, textsOf(columns, live, figures, output, asked)),
  );
  const open = (title: string, held: 0 | 1, called: boolean) => {
    const { answers } = live.figures;
    const column = live.part.task === 'multi-label' ? answers.called[output]! : answers.called[0]!;
    const wanted = live.part.task === 'multi-label' ? 1 : asked;
    openImages(
      title,
      imagesWhere(
        live.part.count,
        (image) => live.part.held[output]![image] === held && (column[image] === wanted) === called,
      ),
    );
  };
  return (
    <section ref={root} className={page.card} aria-label="Threshold" data-place="threshold">
      <h2 className={page.title}>
        <Term of="threshold">Threshold</Term> for {yes}: <span data-live="threshold" />
      </h2>
      <div className={classes.rule}>
        <SegmentedControl
          size="xs"
          className={classes.kinds!}
          aria-label="How the threshold is chosen"
          data={KINDS}
          value={choice.kind}
          onChange={(kind) => chooseThreshold({ kind: kind as keyof typeof RULE_NAMES })}
        />
        <UndoButton />
        {choice.kind === 'sensitivity' && (
          <NumberWithin
            size="xs"
            w={92}
            aria-label="Sensitivity at least"
            min={0}
            max={1}
            step={0.01}
            decimalScale={3}
            value={choice.least}
            onChange={(value) => value !== null && chooseThreshold({ least: value })}
          />
        )}
        {choice.kind === 'cost' && (
          <span className={classes.cost}>
            one miss is as bad as
            <NumberWithin
              size="xs"
              w={92}
              aria-label="False alarms that are as bad as one miss"
              min={0.01}
              max={1000}
              value={choice.falseAlarms}
              onChange={(value) => value !== null && chooseThreshold({ falseAlarms: value })}
            />
            false alarms
          </span>
        )}
      </div>
      <div className={page.scroll}>
        <table ref={oneStop} className={page.table}>
          <thead>
            <tr>
              {choice.kind === 'standard' ? (
                <td />
              ) : (
                <th scope="col">{`chosen on ${onTest ? 'test' : 'val'}`}</th>
              )}
              {columns.map(({ name }) => (
                <th key={name} scope="col">
                  <Term of={name}>{name}</Term>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {RATES.map((rate) => (
              <tr key={rate}>
                <td>
                  <Term of={rate}>{rate}</Term>
                </td>
                {columns.map(({ name }) => (
                  <RateCell key={name} name={`${name} ${rate}`} />
                ))}
              </tr>
            ))}
            <tr>
              <td>
                <Term of="acc">accuracy</Term>
              </td>
              {columns.map(({ name }) => (
                <RateCell key={name} name={`${name} accuracy`} />
              ))}
            </tr>
            <tr>
              <td>
                <Term of="lazyModel">lazy model</Term>
              </td>
              {columns.map(({ name }) => (
                <RateCell key={name} name={`${name} lazy`} />
              ))}
            </tr>
          </tbody>
        </table>
      </div>
      <ul ref={oneStop} className={classes.counts} aria-label={`What becomes of the ${shown} images`}>
        {(
          [
            ['found', `${yes}: found`, 1, true],
            ['missed', `${yes}: missed`, 1, false],
            ['alarms', `${no}: false alarms`, 0, true],
            ['passed', `${no}: cleared`, 0, false],
          ] as const
        ).map(([name, words, held, called]) => (
          <li key={name}>
            <button type="button" className={page.link} onClick={() => open(words, held, called)}>
              <b data-live={name} /> {words}
            </button>
          </li>
        ))}
      </ul>
      {parts.test && (
        <Checkbox
          mt="sm"
          size="xs"
          label="Choose it on test (a pitfall)"
          checked={choice.onTest}
          onChange={(event) => chooseThreshold({ onTest: event.currentTarget.checked })}
        />
      )}
      {onTest && choice.kind !== 'standard' && (
        <Text size="sm" mt={4} className={classes.pitfall} role="status">
          Chosen on the test images: what stands under test is too good, and no estimate for new images.
        </Text>
      )}
    </section>
  );
}

function RateCell({ name }: { name: string }) {
  return (
    <td>
      <span className={page.figure} data-live={name} />
      <span className={page.interval} data-live={`${name} interval`} />
    </td>
  );
}

function textsOf(
  columns: readonly { readonly name: 'val' | 'test'; readonly part: ScoredPart }[],
  live: LiveAnswers,
  { thresholds, answers }: LiveFigures,
  output: number,
  asked: number,
): Record<string, string> {
  const threshold = thresholds[output] ?? null;
  const { found, missed, falseAlarms, passed } = answers.classes[asked]!;
  const texts: Record<string, string> = {
    threshold: threshold === null ? 'none, the likeliest class wins' : thresholdText(threshold),
    found: String(found),
    missed: String(missed),
    alarms: String(falseAlarms),
    passed: String(passed),
  };
  for (const { name, part } of columns) {
    const given = part === live.part ? answers : answersAt(part, thresholds);
    const rates: Readonly<Record<string, Rate>> = {
      ...classRates(given.classes[asked]!),
      ...accuracyOf(part, given, asked),
    };
    for (const [rate, value] of Object.entries(rates)) {
      texts[`${name} ${rate}`] = formatAuc(value.value);
      texts[`${name} ${rate} interval`] = intervalText(value);
    }
  }
  return texts;
}

/** Of a class against the rest, or a label; of all classes where there are more than two. */
function accuracyOf({ count, task }: ScoredPart, answers: Answers, asked: number) {
  if (task === 'multi-class') {
    const right = answers.classes.reduce((sum, { found }) => sum + found, 0);
    const most = Math.max(...answers.classes.map(({ found, missed }) => found + missed));
    return { accuracy: shareOf(right, count), lazy: { value: most / count, interval: null } };
  }
  const { found, missed, passed } = answers.classes[asked]!;
  const most = Math.max(found + missed, count - found - missed);
  return { accuracy: shareOf(found + passed, count), lazy: { value: most / count, interval: null } };
}
