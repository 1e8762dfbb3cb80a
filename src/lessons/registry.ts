import accuracy from './accuracy.md?raw';

/** The texts of all lessons, by the name that a link has; in the order in which they are offered. */
export const LESSON_TEXTS: Readonly<Record<string, string>> = { accuracy };
