import { z } from '../zod.ts';

/** How much of a net that starts from weights is left as it is, from the first layer on. */
export const FROZEN = ['nothing', 'stem', 'stage-1', 'stage-2', 'stage-3', 'body'] as const;

/** `body`: all but the head, the linear layer at the end. */
export type Frozen = (typeof FROZEN)[number];

/** As many characters as a name of weights may have. */
export const MOST_START_NAME = 120;

/** The weights that a run starts from, and what of them is trained. */
export const startSchema = z.strictObject({
  /** SHA-256 over the weights, see weightsHash: whatever they are called and wherever they come from. */
  weights: z
    .string()
    .regex(/^[0-9a-f]{64}$/, { error: 'Weights are named by their SHA-256, 64 hex digits.' }),
  /** What a person calls them; says nothing about the result, and is not in the recipe's hash. */
  name: z.string().trim().min(1).max(MOST_START_NAME).default('weights'),
  frozen: z.enum(FROZEN).default('nothing').meta({
    title: 'Stays as it is',
    description: 'What is not trained, from the first layer on; its running statistics stay still, too.',
  }),
});

export type Start = z.infer<typeof startSchema>;

/** What names and differences tell of a start. */
export type StartMark = Pick<Start, 'name' | 'weights' | 'frozen'>;

export const FROZEN_WORDS: Readonly<Record<Frozen, { readonly label: string; readonly short: string }>> = {
  nothing: { label: 'Nothing: all is trained', short: '' },
  stem: { label: 'The stem', short: 'stem frozen' },
  'stage-1': { label: 'Up to stage 1', short: 'frozen to stage 1' },
  'stage-2': { label: 'Up to stage 2', short: 'frozen to stage 2' },
  'stage-3': { label: 'Up to stage 3', short: 'frozen to stage 3' },
  body: { label: 'All but the head', short: 'head alone' },
};

/** For instance "from RetinaMNIST, head alone"; null: "from scratch". */
export function startText(start: StartMark | null): string {
  if (start === null) return 'from scratch';
  const { short } = FROZEN_WORDS[start.frozen];
  return `from ${start.name}${short === '' ? '' : `, ${short}`}`;
}
