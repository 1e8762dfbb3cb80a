import { LabError } from '../../lab/lab-error.ts';
import { untilItFails } from '../../lab/until-it-fails.ts';

/**
 * A library of its own chunk, fetched with the first file that needs it, and once: the asking takes longer than a small file.
 *
 * @returns what hands it over; it rejects with LabError `offline`, after which the next call tries again
 */
export function library<Module>(fetchIt: () => Promise<Module>): () => Promise<Module> {
  return untilItFails(() =>
    fetchIt().catch((cause: unknown) => {
      throw new LabError(
        'offline',
        'The part of the lab that reads these files could not be fetched.',
        // Older browsers ask for a module of a worker once only, whatever came of it.
        'Nothing was taken. Check the connection, then give the files again; if that does not help, reload the page first.',
        { cause },
      );
    }),
  );
}

/** Whether it is no fault of the file that it was not read. */
export function isOffline(error: unknown): error is LabError {
  return error instanceof LabError && error.code === 'offline';
}
