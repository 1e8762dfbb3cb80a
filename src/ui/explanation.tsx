import { GLOSSARY, type GlossaryTerm } from '../lab/glossary.ts';

/** What a term means, in one sentence. */
export function Explanation({ of }: { of: GlossaryTerm }) {
  return GLOSSARY[of];
}
