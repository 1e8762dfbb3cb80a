import { describeError, LabError } from '../../lab/lab-error.ts';
import { issuesText } from '../../lab/object-schema.ts';
import { badStudy } from '../../lab/study/study.ts';
import { personAction, studyStateSchema } from '../../lab/study/study-state-schema.ts';
import { z } from '../../lab/zod.ts';
import { listenToTabs, type TabMessage, tellTabs } from '../tabs/channel.ts';

/** What a person wants of the studies: the one tab that trains them does it, whichever tab was asked. */
export const wishSchema = z.discriminatedUnion('kind', [
  /** New, imported, or brought back; one that is there already stays as it is. */
  z.strictObject({ kind: z.literal('put'), state: studyStateSchema }),
  z.strictObject({ kind: z.literal('change'), study: z.string(), action: personAction }),
  /** Trains it, and pauses the others. */
  z.strictObject({ kind: z.literal('resume'), study: z.string() }),
  /** Ends the run under way at once, and pauses. */
  z.strictObject({ kind: z.literal('stop'), study: z.string() }),
  z.strictObject({ kind: z.literal('delete'), study: z.string() }),
]);
export type Wish = z.infer<typeof wishSchema>;

/** A wish that nobody has heard is sent again after this time, under the same id. */
const RESEND_MS = 1000;
/** Then the other tab is taken to be asleep, and the wish is given up. */
const PATIENCE_MS = 10_000;
/** What was heard may take longer: a run has to be stopped, or a full disk to answer. */
const ANSWER_PATIENCE_MS = 60_000;

/**
 * Hands a wish to the tab that trains the studies.
 *
 * @param takenOver resolves when this tab has become that one
 * @returns false where this tab is to do it itself, as the other one is gone
 * @throws LabError what the other tab says, or that it does not answer
 */
export async function handOver(wish: Wish, takenOver: Promise<unknown>): Promise<boolean> {
  const id = crypto.randomUUID();
  const send = () => tellTabs({ kind: 'wish', id, wish });
  return await new Promise<boolean>((resolve, reject) => {
    const resending = setInterval(send, RESEND_MS);
    let patience = setTimeout(() => end(() => reject(noAnswer())), PATIENCE_MS);
    const stop = listenToTabs((message) => {
      if (!('id' in message) || message.id !== id) return;
      if (message.kind === 'heard') {
        clearTimeout(patience);
        patience = setTimeout(() => end(() => reject(notDoneYet())), ANSWER_PATIENCE_MS);
        tellTabs({ kind: 'confirmed', id });
      } else if (message.kind === 'answer') {
        const { error } = message;
        end(() => (error ? reject(new LabError(error.code, error.message, error.remedy)) : resolve(true)));
      }
    });
    const end = (settle: () => void) => {
      stop();
      clearInterval(resending);
      clearTimeout(patience);
      settle();
    };
    void takenOver.then(() => end(() => resolve(false)));
    send();
  });
}

/** Does what other tabs wish, each wish once, and answers. Returns the way to stop. */
export function granting(grant: (wish: Wish) => Promise<void>): () => void {
  const heard = new Map<string, unknown>();
  const granted = new Map<string, Promise<TabMessage>>();
  return listenToTabs((message) => {
    if (message.kind === 'wish') {
      heard.set(message.id, message.wish);
      tellTabs({ kind: 'heard', id: message.id });
    } else if (message.kind === 'confirmed' && heard.has(message.id)) {
      const { id } = message;
      const answer = granted.get(id) ?? answerTo(id, heard.get(id), grant);
      granted.set(id, answer);
      void answer.then(tellTabs);
    }
  });
}

async function answerTo(
  id: string,
  data: unknown,
  grant: (wish: Wish) => Promise<void>,
): Promise<TabMessage> {
  try {
    const wish = wishSchema.safeParse(data);
    if (!wish.success) throw badStudy(`The other tab asks for what is not known: ${issuesText(wish.error)}`);
    await grant(wish.data);
    return { kind: 'answer', id, error: null };
  } catch (error) {
    return { kind: 'answer', id, error: describeError(error) };
  }
}

function noAnswer(): LabError {
  return new LabError(
    'storage-failed',
    'The tab that trains the studies does not answer; the browser may have put it to sleep.',
    'Nothing was changed. Bring that tab to the front or close it, then try again.',
  );
}

function notDoneYet(): LabError {
  return new LabError(
    'storage-failed',
    'The tab that trains the studies has heard it, but does not say that it is done.',
    'Nothing is lost. Look there, and try again if it was not done.',
  );
}
