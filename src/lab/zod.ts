import { z } from 'zod';

// Zod writes its parsers as source text where it may, and finds out by trying: under our content security policy the
// trial alone is a violation. Everything of ours takes zod from here, so that this is said before any schema is made.
z.config({ jitless: true });

export { z };
