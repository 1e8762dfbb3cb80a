/**
 * `npm run fuzz`: tries to break every reader of what comes from outside. Inputs are near valid ones, see targets/; the
 * same seed tries the same inputs.
 */
import { Command } from 'commander';
import { runCampaign, type Tally } from './campaign.ts';
import { findTarget, TARGETS } from './targets/registry.ts';

const options = new Command()
  .description(
    'Try damaged files, links, recipes, studies and stored rows, and see that each is refused in words.',
  )
  .option('--seconds <n>', 'how long for each target', '60')
  .option('--runs <n>', 'how many inputs for each target at most', '1000000000')
  .option('--only <target>', `one of ${TARGETS.map(({ name }) => name).join(', ')}`)
  .option('--seed <n>', 'another seed tries other inputs', '1')
  .option('--from <n>', 'begin at this input, to try a failure again', '0')
  .parse()
  .opts<{ seconds: string; runs: string; only?: string; seed: string; from: string }>();

const names = options.only === undefined ? TARGETS.map(({ name }) => name) : [findTarget(options.only).name];
const tallies: Tally[] = [];
for (const name of names) {
  const until = Date.now() + Number(options.seconds) * 1000;
  const tally = await runCampaign(
    name,
    Number(options.seed),
    { runs: Number(options.runs), until },
    Number(options.from),
  );
  tallies.push(tally);
  for (const { kind, index, detail } of tally.failures.slice(0, 20)) {
    console.log(
      `\n${kind}: npm run fuzz -- --only "${name}" --seed ${tally.seed} --from ${index} --runs 1\n${detail}`,
    );
  }
}
console.table(tallies.map(rowOf));
// A run that tried nothing proves nothing.
process.exit(tallies.every(({ failures, tried }) => failures.length === 0 && tried > 0) ? 0 : 1);

function rowOf({ target, tried, accepted, failures }: Tally) {
  const count = (kind: string) => failures.filter((failure) => failure.kind === kind).length;
  return {
    target,
    tried,
    accepted,
    crashes: count('crash'),
    'hangs over 1 s': count('hang'),
    'wrong accepts': count('wrong accept'),
  };
}
