import { inject } from 'vitest';

const { directory } = inject('golden');

/** One of the golden files, by its name. */
export async function readGolden<Content>(file: string): Promise<Content> {
  const response = await fetch(`/@fs${directory}/${file}`);
  if (!response.ok) throw new Error(`${file}: ${response.status}`);
  return response.json() as Promise<Content>;
}
