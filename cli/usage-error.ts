/** The command was given something that cannot be right: exit code 2, before anything starts. */
export class UsageError extends Error {}
