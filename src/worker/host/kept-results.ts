import { fromBytes, toBytes } from '../../training/plain-bytes.ts';
import { type KeptFolder, type KeptRoom, PREFIX } from './kept-files.ts';

/** What was worked out of trained models, by run: it can be worked out again, so whatever fails here is no loss. */
export class KeptResults {
  private readonly folder: KeptFolder;
  private readonly room: KeptRoom;

  constructor(folder: KeptFolder, room: KeptRoom) {
    this.folder = folder;
    this.room = room;
  }

  /** @param question all that decides the answer; @returns null where it is not kept */
  async read(id: string, question: string): Promise<unknown> {
    try {
      const file = (await this.folder.filesOf(id)).find(({ name }) => name === nameOf(id, question));
      if (!file) return null;
      const kept = fromBytes(await (await file.open()).slice(PREFIX).arrayBuffer()) as {
        question: string;
        answer: unknown;
      };
      return kept.question === question ? kept.answer : null;
    } catch {
      return null;
    }
  }

  /** @param answer plain, see plain-bytes */
  async keep(id: string, question: string, answer: unknown): Promise<void> {
    const name = nameOf(id, question);
    const parts = toBytes({ question, answer });
    try {
      const bytes = parts.reduce((sum, part) => sum + part.length, PREFIX);
      await this.room.make(bytes, (file) => file.name === name);
      await this.folder.write(name, 0, parts);
    } catch {
      // It is worked out again when it is next asked for.
    }
  }
}

/** FNV-1a, as two may share a name: what is read is held against the question. */
function nameOf(id: string, question: string): string {
  let hash = 0x811c9dc5;
  for (const letter of question) hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193);
  return `${id}.${(hash >>> 0).toString(36)}`;
}
