import { readFile } from 'node:fs/promises';
import type { Plugin } from 'vite';

/** Where zod writes schemas as JSON schemas. Each of its classes names these, so no bundler leaves them out by itself. */
const JSON_SCHEMA = /\/zod\/v4\/core\/(json-schema-processors|to-json-schema)\.js$/;

/** Leaves out of the built page what zod has for JSON schemas, which the lab never asks for: 5 kB of the first load. */
export function leanZod(): Plugin {
  return {
    name: 'lean-zod',
    apply: 'build',
    load: {
      filter: { id: JSON_SCHEMA },
      async handler(id) {
        const names = [...(await readFile(id, 'utf8')).matchAll(/^export (?:function|const) (\w+)/gm)].map(
          ([, name]) => name,
        );
        if (names.length === 0) throw new Error(`${id} exports nothing that is known here.`);
        return `const none = () => undefined;\nexport { ${names.map((name) => `none as ${name}`).join(', ')} };\n`;
      },
    },
  };
}
