/** What was built, from which sources. */
export interface BuildFacts {
  /** Of package.json. */
  readonly version: string;
  /** Git commit of the sources, 40 hexadecimal digits; null where they were in no repository. */
  readonly commit: string | null;
  /** Whether the sources were others than those of the commit. */
  readonly changed: boolean;
  /** ISO 8601: of the commit, so that the same sources give the same build; of the build where there is none or the sources were changed. */
  readonly date: string;
}

const SHORT = 8;

/**
 * The version as it stands in every run record: with the commit as build metadata (Semantic Versioning 2.0.0, item 10),
 * for instance "0.1.0+3580f19c", or "0.1.0+3580f19c.changed" where the sources were others than those of the commit.
 */
export function labVersion({ version, commit, changed }: BuildFacts): string {
  if (commit === null) return version;
  return `${version}+${commit.slice(0, SHORT)}${changed ? '.changed' : ''}`;
}

/** The build in one sentence, for the person who asks which lab this is. */
export function buildText({ version, commit, changed, date }: BuildFacts): string {
  const day = date.slice(0, 10);
  if (commit === null) return `Lab ${version}, built on ${day}.`;
  const short = commit.slice(0, SHORT);
  return changed
    ? `Lab ${version}, built on ${day} from commit ${short} with changes.`
    : `Lab ${version}, commit ${short} of ${day}.`;
}
