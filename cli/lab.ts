import { Command, CommanderError, Option } from 'commander';
import { BACKENDS } from '../src/lab/run-record.ts';
import { type TrainOptions, train } from './train.ts';
import { UsageError } from './usage-error.ts';

/** Bad arguments; 1 is for a run that failed, 0 for one that finished. */
const USAGE_EXIT = 2;

const program = new Command('lab')
  .description('The training lab without a screen: drives the built app in a headless browser.')
  .showHelpAfterError()
  .exitOverride();

const trainCommand = program
  .command('train')
  .description('Trains one run, and writes its record as JSON.')
  .requiredOption(
    '--data <file|id>',
    'an .npz file; the id of a MedMNIST set, with a size if you like (pneumoniamnist, pathmnist@64); or phantom:pneumonia, phantom:nodule, phantom:vessel',
  )
  .option('--recipe <file>', 'a recipe as JSON; fields left out take their defaults (see docs/recipe.md)')
  .option(
    '--set <path=value>',
    'changes one field of the recipe; may be repeated (--set width=64 --set augment.flip=true --set optimizer=adam)',
    (value: string, values: string[]) => [...values, value],
    [],
  )
  .addOption(new Option('--backend <name>', 'what computes').choices(['auto', ...BACKENDS]).default('auto'))
  .option('--out <file>', 'where to write the run record; standard output without it')
  .addHelpText(
    'after',
    `
Exit code: 0 for a finished run; 1 when it failed or was stopped, with the page's own error; 2 for bad arguments.

Example:
  npm run lab -- train --data pneumoniamnist.npz --set width=8 --set epochs=5 --backend cpu --out run.json`,
  )
  .action(async (options: TrainOptions) => {
    process.exitCode = await train(options);
  });

program.addHelpText('after', () => `\n${trainCommand.helpInformation()}`);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has already said it; asking for help is no mistake.
    process.exitCode = error.exitCode === 0 ? 0 : USAGE_EXIT;
  } else {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = error instanceof UsageError ? USAGE_EXIT : 1;
  }
}
