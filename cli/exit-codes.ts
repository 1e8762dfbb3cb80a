/** What the commands exit with, as their help says. */
export const EXIT = {
  finished: 0,
  /** A run failed, something could not be written, or runs are missing. */
  failed: 1,
  usage: 2,
  /** Ctrl-C (or SIGTERM, SIGHUP) came before the end; what there was is written. 128 + SIGINT, as shells have it. */
  interrupted: 130,
} as const;
