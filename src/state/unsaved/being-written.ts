let count = 0;

/**
 * Does what a person wants done before the page goes away: a name that is to be written, a run that waits its turn. Should
 * the page be closed before, as on a disk that stalls, the browser asks first.
 */
export async function whileWritten<Result>(work: () => Promise<Result>): Promise<Result> {
  if (count++ === 0) window.addEventListener('beforeunload', warn);
  try {
    return await work();
  } finally {
    if (--count === 0) window.removeEventListener('beforeunload', warn);
  }
}

function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
