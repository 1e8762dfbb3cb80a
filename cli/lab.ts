import { Command, CommanderError, Option } from 'commander';
import { BACKENDS } from '../src/lab/run-record.ts';
import { STUDY_PRESETS } from '../src/lab/study/presets.ts';
import { TRANSFER_STUDY } from '../src/lab/study/transfer-study.ts';
import { EXIT } from './exit-codes.ts';
import { Interrupted, listenForInterruption } from './interruption.ts';
import { type LabelNoiseOptions, labelNoise } from './label-noise.ts';
import { log } from './log.ts';
import { type MergeOptions, merge } from './merge.ts';
import { type ReportOptions, report } from './report.ts';
import { type SaveOptions, save } from './save.ts';
import { type StressOptions, stress } from './stress.ts';
import { type StudyOptions, study } from './study.ts';
import { type TrainOptions, train } from './train.ts';
import { UsageError } from './usage-error.ts';

const interruption = listenForInterruption();

/** What Ctrl-C does, the same in all commands. */
const INTERRUPTION_HELP = 'Ctrl-C stops after the batch and writes what there is; a second one ends at once.';

/** Gathers the values of an option that may be repeated. */
const collect = (value: string, values: string[]) => [...values, value];

const program = new Command('lab')
  .description('The training lab without a screen: drives the built app in a headless browser.')
  .showHelpAfterError()
  .exitOverride();

const trainCommand = program
  .command('train')
  .description('Trains one run, and writes its record as JSON.')
  .requiredOption(
    '--data <file|id>',
    'an .npz or .zip file, or a folder of images; the id of a MedMNIST set, with a size if you like (pneumoniamnist, pathmnist@64); or phantom:pneumonia, phantom:nodule, phantom:vessel, phantom:derma',
  )
  .option(
    '--import <file>',
    'how the files of --data are read, as JSON: what the window of the import writes (docs/data.md)',
  )
  .option(
    '--edition <file>',
    'trains on an edition of the data: training images that are left out or get another label, as exported under Data',
  )
  .option('--recipe <file>', 'a recipe as JSON; fields left out take their defaults (see docs/recipe.md)')
  .option(
    '--set <path=value>',
    'changes one field of the recipe; may be repeated (--set width=64 --set augment.flip=true --set optimizer=adam)',
    collect,
    [],
  )
  .addOption(new Option('--backend <name>', 'what computes').choices(['auto', ...BACKENDS]).default('auto'))
  .addOption(
    new Option(
      '--engine <name>',
      'what it trains in: a headless browser, or Node by the package webgpu, for a machine with a graphics card and no browser',
    )
      .choices(['browser', 'node'])
      .default('browser'),
  )
  .option('--threads <n>', 'threads of the simd backend; one for each logical processor without it')
  .option('--out <file>', 'where to write the run record; standard output without it')
  .option('--predictions <file>', 'where to write what the run says of each image, as CSV')
  .option(
    '--start <file>',
    'starts from weights: a safetensors file under the names of PyTorch, or the record of a run that was trained with --weights. What stays as it is: --set start.frozen=stem, stage-1, stage-2, stage-3 or body (the head alone is trained)',
  )
  .option('--weights', 'writes the weights of the best epoch beside the record, as FILE.safetensors', false)
  .option('--open-test', 'opens the test part: its scores are printed and written', false)
  .option('--resume', 'goes on with the run that was cut off: its state is kept beside the record', false)
  .addHelpText(
    'after',
    `
${INTERRUPTION_HELP}

Exit code: 0 for a finished run; 1 when it failed, with the page's own error, or could not be written; 2 for bad
arguments; 130 when it was stopped by Ctrl-C, SIGTERM or SIGHUP: the record then says "stopped", with the curve so far.

Example:
  npm run lab -- train --data pneumoniamnist.npz --set width=8 --set epochs=5 --backend cpu --out run.json`,
  )
  .action(async (options: TrainOptions) => {
    process.exitCode = await train(options, interruption);
  });

const studyCommand = program
  .command('study')
  .description('Trains a study: cells × seeds, one record each, with tables and a verdict.')
  .argument(
    '<study>',
    `a study as JSON (docs/studies.md), the link of a class (docs/teaching.md), or preset:${[...STUDY_PRESETS, TRANSFER_STUDY].map(({ id }) => id).join(', preset:')}`,
  )
  .requiredOption('--out <dir>', 'where records, study.json, table.csv, runs.csv and report.md go')
  .option(
    '--data <file|id>',
    'data of the study, as for train; may be repeated. Phantoms come by themselves',
    collect,
    [],
  )
  .option(
    '--resume',
    'goes on with the study in --out: finished runs are kept, and one that was cut off goes on',
    false,
  )
  .option('--workers <n>', 'browsers that train at the same time', '1')
  .option('--shard <i/n>', 'only every n-th run, from the i-th: one shard for each machine, then merge')
  .option('--connect <url>', 'WebSocket address of a remote Playwright server to train in')
  .option(
    '--app <url>',
    'address of a lab that is served already, for browsers that cannot reach this machine',
  )
  .addOption(new Option('--backend <name>', 'what computes').choices(['auto', ...BACKENDS]).default('auto'))
  .option(
    '--threads <n>',
    'threads of the simd backend in each browser; without it the workers on this machine share its processors',
  )
  .option('--seeds <list>', 'seeds instead of those of the study, for instance 1,2,3')
  .option('--number <n>', 'your number in a class: it becomes the seed')
  .option('--bundle <file>', 'also writes all of it as one file, to be handed in')
  .option('--predictions <dir>', 'a folder for what each run says of each image, one CSV a run')
  .option(
    '--phantoms [images]',
    'puts the study on synthetic sets in the shape of its own, of so many images each (1200): nothing to fetch',
  )
  .option('--datasets <list>', 'only the cells on these sets, for instance pneumoniamnist,vesselmnist3d')
  .option(
    '--set <path=value>',
    'changes the recipe that all cells share, as for train; may be repeated',
    collect,
    [],
  )
  .option(
    '--start <file>',
    `weights that preset:${TRANSFER_STUDY.id} starts from, as for train; a study names its own: "start": {"weights": "FILE.safetensors"}`,
    collect,
    [],
  )
  .option('--open-test', 'opens the test part when all is done: counted and dated in study.json', false)
  .option('--dry-run', 'lists cells and runs, and trains nothing', false)
  .addHelpText(
    'after',
    `
${INTERRUPTION_HELP}

Exit code: 0 when every run (of the shard) is finished; 1 when some failed or could not be written; 2 for bad
arguments, or a folder that another process works in; 130 when it was stopped by Ctrl-C, SIGTERM or SIGHUP.

Example:
  npm run lab -- study preset:seed-study --datasets pneumoniamnist --data pneumoniamnist.npz --out seed-study`,
  )
  .action(async (argument: string, options: StudyOptions) => {
    process.exitCode = await study(argument, options, interruption);
  });

const mergeCommand = program
  .command('merge')
  .description('Puts the shards of one study together, and writes the tables over all.')
  .argument('<dir...>', 'folders that `study` wrote')
  .requiredOption('--out <dir>', 'a new folder')
  .option('--predictions <dir>', 'a folder for what each run says of each image, one CSV a run')
  .option('--open-test', 'opens the test part: counted and dated in study.json', false)
  .action((paths: string[], options: MergeOptions) => {
    process.exitCode = merge(paths, options);
  });

const labelNoiseCommand = program
  .command('label-noise')
  .description(
    'Changes training labels at random, finds them by folds, mends them, and says what that was worth.',
  )
  .requiredOption('--data <file|id>', 'as for train')
  .requiredOption('--out <dir>', 'where label-noise.md and label-noise.json go')
  .option('--share <share>', 'share of the training labels that are changed', '0.1')
  .option('--folds <n>', 'folds that score each image', '5')
  .option('--seeds <list>', 'seeds, each with wrong labels of its own', '1,2,3')
  .option('--set <path=value>', 'changes one field of the recipe, as for train', collect, [])
  .addOption(new Option('--backend <name>', 'what computes').choices(['auto', ...BACKENDS]).default('auto'))
  .option('--threads <n>', 'threads of the simd backend')
  .action(async (options: LabelNoiseOptions) => {
    process.exitCode = await labelNoise(options, interruption);
  });

const stressCommand = program
  .command('stress')
  .description('Trains a study on one set, and puts its models under stress: curves, table and verdict.')
  .argument('<study>', 'as for study')
  .requiredOption('--data <file|id>', 'as for train')
  .requiredOption('--out <dir>', 'where stress.md and stress.csv go')
  .option('--seeds <list>', 'seeds instead of those of the study')
  .option('--set <path=value>', 'changes the recipe that all cells share', collect, [])
  .addOption(new Option('--backend <name>', 'what computes').choices(['auto', ...BACKENDS]).default('auto'))
  .option('--threads <n>', 'threads of the simd backend')
  .action(async (argument: string, options: StressOptions) => {
    process.exitCode = await stress(argument, options, interruption);
  });

const saveCommand = program
  .command('save')
  .description('Saves data in the official layout: an .npz that NumPy opens, or Zarr shards.')
  .requiredOption('--data <file|id>', 'as for train')
  .option('--import <file>', 'as for train')
  .option('--edition <file>', 'is applied: training images that are left out, or get another label')
  .requiredOption('--out <file|dir>', 'NAME.npz, or NAME.zarr for a folder of shards')
  .action(async (options: SaveOptions) => {
    process.exitCode = await save(options, interruption);
  });

const reportCommand = program
  .command('report')
  .description('Makes the lab report of a study, to be handed in: a zip with text, tables and figures.')
  .argument('<dir>', 'a folder that `study` wrote, or a bundle')
  .option('--data <file|id>', 'the set of the study, as for train: its images then stand beside the mistakes')
  .option('--author <name>', 'who hands it in', '')
  .option('--answers <file>', 'questions and answers as JSON: [{ "question", "guess", "answer" }]')
  .option('--out <file>', 'the zip; lab-report.zip in the folder without it')
  .action(async (path: string, options: ReportOptions) => {
    process.exitCode = await report(path, options, interruption);
  });

program.addHelpText('after', () =>
  [trainCommand, studyCommand, mergeCommand, labelNoiseCommand, stressCommand, saveCommand, reportCommand]
    .map((command) => `\n${command.helpInformation()}`)
    .join(''),
);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has already said it; asking for help is no mistake.
    process.exitCode = error.exitCode === 0 ? EXIT.finished : EXIT.usage;
  } else {
    log(error instanceof Error ? error.message : String(error));
    process.exitCode = exitCodeOf(error);
  }
}
// A build or a browser that was left under way would keep the process alive.
process.exit();

function exitCodeOf(error: unknown): number {
  if (error instanceof Interrupted) return EXIT.interrupted;
  return error instanceof UsageError ? EXIT.usage : EXIT.failed;
}
