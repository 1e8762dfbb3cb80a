import type { Page } from 'playwright';

/** What a walk through the page is given. */
export interface Visit {
  readonly page: Page;
  /** Where the page is served, without a slash at the end. */
  readonly origin: string;
  /** Takes a picture of the page as it stands, under the name of the state. */
  readonly shoot: (state: string) => Promise<void>;
}

/** A visit to the page from first to last; each begins with an empty storage. */
export interface Walk {
  readonly name: string;
  /** Whether the walk lets things move and begin by themselves, as they do for most people. */
  readonly moves?: boolean;
  /** Whether documents show states of it. */
  readonly inDocuments?: boolean;
  readonly go: (visit: Visit) => Promise<void>;
}
