/** Among the notes of a set whose label columns look like classes. */
export const ONE_HOT_NOTE =
  'Each image has exactly one label, as if the columns were classes; they are read as labels that may come together.';
