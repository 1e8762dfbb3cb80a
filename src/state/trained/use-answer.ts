import { useEffect, useState } from 'react';
import { describeError, type LabErrorDescription } from '../../lab/lab-error.ts';
import { askModel } from '../../worker/client/trained-models.ts';
import type {
  JobProgress,
  ModelJobName,
  ModelJobs,
  ModelReference,
} from '../../worker/protocol-model-jobs.ts';

/** What a trained model says to a question. */
export interface Answer<Name extends ModelJobName> {
  /** Null until it has come. */
  readonly answer: ModelJobs[Name]['answer'] | null;
  readonly error: LabErrorDescription | null;
  readonly progress: JobProgress | null;
  readonly busy: boolean;
}

/** Who walks through images by key does not ask about each. */
const PATIENCE_MS = 150;

const NOTHING = { answer: null, error: null, progress: null, busy: false } as const;
const WAITING = { ...NOTHING, busy: true } as const;

/** Some questions are long, and asked for as long as they are the same one. */
const words = new WeakMap<object, string>();

/** Bytes as text, a letter each: as a list of numbers they would be four times as long. */
function pixelsInWords(_: string, value: unknown): unknown {
  return value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : value;
}

function inWords(request: object): string {
  const known = words.get(request) ?? JSON.stringify(request, pixelsInWords);
  words.set(request, known);
  return known;
}

/**
 * Asks a trained model, and again whenever the question is another one; what is asked no more is given up.
 *
 * @param request plain; null: nothing is asked
 */
export function useAnswer<Name extends ModelJobName>(
  model: ModelReference,
  name: Name,
  request: ModelJobs[Name]['request'] | null,
): Answer<Name> {
  const { runId, datasetKey, epoch } = model;
  const question = request && JSON.stringify([runId, datasetKey, epoch, name, inWords(request)]);
  const [state, setState] = useState<Answer<Name> & { readonly question: string | null }>({
    ...NOTHING,
    question: null,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the question is all that is asked, in one word
  useEffect(() => {
    if (request === null) return;
    const abort = new AbortController();
    // Progress and answer travel on different ports: the last of the one may come after the other.
    let isOver = false;
    const tell = (change: Partial<Answer<Name>>) => {
      if (abort.signal.aborted || isOver) return;
      isOver = change.busy === false;
      setState({ ...WAITING, question, ...change });
    };
    const timer = setTimeout(() => {
      tell({});
      askModel(model, name, request, abort.signal, (progress) => tell({ progress })).then(
        (answer) => tell({ answer, busy: false }),
        (error: unknown) => tell({ error: describeError(error), busy: false }),
      );
    }, PATIENCE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [question]);
  if (request === null) return NOTHING;
  // What was said to another question is no answer to this one.
  return state.question === question ? state : WAITING;
}
