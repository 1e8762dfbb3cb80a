import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import { activateTestBackend } from './testing/activate-test-backend.ts';
import { BackendRun } from './testing/backend-run.ts';
import { type GoldenCase, type ModelFile, unpackCase } from './testing/golden-case.ts';
import { readGolden } from './testing/golden-files.ts';
import { comparable, PESG_COLUMNS, referenceTraces } from './testing/reference/comparable.ts';
import { expectClose, expectExact, expectSmall } from './testing/reference/expect-close.ts';
import { type FollowedStep, follow, sidesTaken, takeOver } from './testing/reference/follow.ts';
import { evaluationLogits, pesgRun, sgdRun } from './testing/reference/golden-reference.ts';

const { files, backends } = inject('golden');

/** The first of the SGD steps is what the file tells most of. */
function expectFirstPass(golden: GoldenCase, { made, after, otherSides }: FollowedStep): void {
  const { loss, logits, gradients } = made;
  const { figures } = golden;
  expectClose([loss], [figures.bce_loss], 'loss');
  expectClose(logits, figures.train_logits, 'logits');
  for (const [name, expected] of golden.statistics) expectClose(after.statistics.get(name)!, expected, name);
  // The file tells the gradients on one side of each kink: they are the ones to expect unless one was crossed.
  if (otherSides.size > 0) return;
  for (const [name, norm] of Object.entries(figures.gradient_norms)) {
    if (name === 'fc.bias') continue;
    expectClose([Math.hypot(...gradients.get(name)!)], [norm], `norm of the gradient of ${name}`);
  }
  for (const [name, expected] of golden.gradients)
    expectClose(gradients.get(name)!, expected, `gradient of ${name}`);
}

// Software adapters take their time for a 3D net.
describe.each(files.filter((file) => file.startsWith('resnet18-')))('%s', { timeout: 300_000 }, (file) => {
  let golden: GoldenCase;
  let traces: ReturnType<typeof referenceTraces>;

  beforeAll(async () => {
    golden = unpackCase(await readGolden<ModelFile>(file));
    traces = referenceTraces(golden);
  }, 120_000);

  test('the float64 reference gives every figure of the file', () => {
    const { figures } = golden;
    const { firstPass, losses, evaluationLogits } = traces.sgd;
    expectExact(firstPass.logits, figures.train_logits, 'logits');
    expectExact([losses[0]!], [figures.bce_loss], 'loss');
    expect(Object.keys(figures.gradient_norms).sort()).toEqual([...firstPass.gradients.keys()].sort());
    for (const [name, norm] of Object.entries(figures.gradient_norms))
      expectExact([Math.hypot(...firstPass.gradients.get(name)!)], [norm], `norm of the gradient of ${name}`);
    for (const [name, gradient] of golden.gradients)
      expectExact(firstPass.gradients.get(name)!, gradient, `gradient of ${name}`);
    for (const [name, statistics] of golden.statistics)
      expectExact(firstPass.statistics.get(name)!, statistics, name);
    expectExact(losses, figures.sgd.losses, 'losses');
    expectExact(evaluationLogits, figures.sgd.eval_logits, 'evaluation logits');
    for (const name of PESG_COLUMNS) {
      expectExact(
        traces.pesg.rows.map((row) => row[name]),
        figures.pesg.trace.map((row) => row[name]),
        `PESG ${name}`,
      );
    }
  });

  describe.each(backends)('on %s', (backend) => {
    let tensors = 0;

    beforeAll(async () => {
      await activateTestBackend(backend);
      tensors = tf.memory().numTensors;
    });

    afterAll(() => expect(tf.memory().numTensors, 'tensors left').toBe(tensors));

    test('the first pass and the SGD steps, then evaluation', async ({ annotate }) => {
      const { losses, eval_logits } = golden.figures.sgd;
      const run = BackendRun.sgd(golden);
      onTestFinished(() => run.dispose());
      const reference = sgdRun(golden);
      const { rows, sides, gradientError } = await follow(
        run,
        reference,
        losses.length - 1,
        (loss) => loss,
        (followed) => {
          if (followed.step === 1) expectFirstPass(golden, followed);
        },
      );
      // The golden run ends with one more training pass, which moves the running statistics alone.
      const last = await run.trainingLoss();
      const pass = reference.pass();
      expectSmall(Math.abs(last / pass.loss - 1), 'loss after the last step');
      takeOver(reference, await run.read());
      const logits = await run.evaluationLogits();
      expectClose(logits, evaluationLogits(golden, reference.net), 'evaluation logits from the same state');

      const { sgd, deviations } = traces;
      const allSides = [...sides, sidesTaken(pass, new Map())];
      const { direct, note } = comparable(
        [...deviations.losses, ...deviations.evaluation],
        allSides,
        sgd.sides,
      );
      [...rows.map(([loss]) => loss), last].forEach((loss, step) => {
        if (direct[step])
          expectSmall(Math.abs(loss / losses[step]! - 1), `loss ${step + 1} of the golden run`);
      });
      if (direct[losses.length]) expectClose(logits, eval_logits, 'evaluation logits of the golden run');
      await annotate(`gradients of each step within ${gradientError.toExponential(0)}; ${note}`);
    });

    test('the PESG steps on the AUC margin loss', async ({ annotate }) => {
      const { trace, update_regularizer } = golden.figures.pesg;
      const largest = Math.max(...trace.map(({ loss }) => Math.abs(loss)));
      const run = BackendRun.pesg(golden);
      onTestFinished(() => run.dispose());
      const reference = pesgRun(golden);
      const { rows, sides, gradientError } = await follow(
        run,
        reference,
        trace.length,
        () => largest,
        ({ step }) => {
          if (step !== update_regularizer.after_step) return;
          run.optimizer.decay(update_regularizer.factor);
          reference.updateRegularizer(update_regularizer.factor);
        },
      );

      const { direct, note } = comparable(traces.deviations.pesg, sides, traces.pesg.sides);
      for (const [column, name] of PESG_COLUMNS.entries()) {
        const scale = Math.max(...trace.map((row) => Math.abs(row[name])));
        rows.forEach((row, step) => {
          if (!direct[step]) return;
          const error = Math.abs(row[column]! - trace[step]![name]) / scale;
          expectSmall(error, `${name} after step ${step + 1} of the golden run`);
        });
      }
      await annotate(`gradients of each step within ${gradientError.toExponential(0)}; ${note}`);
    });
  });
});
