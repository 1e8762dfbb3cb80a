import { strToU8, Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import { checksums, reportTexts } from '../../lab/report/files.ts';
import { figuresOf, type LabReport } from '../../lab/report/lab-report.ts';
import { svgPng } from '../../ui/chart/svg-png.ts';

/**
 * Figures that are drawn together: browsers encode when they have nothing else to do, and may put each off for a second. More
 * would be held unpacked at once.
 */
const TOGETHER = 6;

const nextTask = () => new Promise((resolve) => setTimeout(resolve, 0));

/**
 * A report as a zip: texts, figures as SVG and PNG, and the SHA-256 of each file. Made file by file, so that the page has
 * its turn between them.
 *
 * @param onDone told how many figures are drawn, of how many
 */
export async function reportZip(
  report: LabReport,
  onDone: (done: number, total: number) => void,
): Promise<Blob> {
  const files = new Map<string, Uint8Array>();
  for (const [name, text] of reportTexts(report)) files.set(name, strToU8(text));
  const figures = figuresOf(report);
  for (let from = 0; from < figures.length; from += TOGETHER) {
    onDone(from, figures.length);
    const drawn = figures.slice(from, from + TOGETHER).map(async ({ file, svg, width, height }) => {
      const picture = await svgPng(svg, width, height);
      return [`figures/${file}.png`, new Uint8Array(await picture.arrayBuffer())] as const;
    });
    for (const [name, picture] of await Promise.all(drawn)) files.set(name, picture);
    await nextTask();
  }
  files.set('SHA256SUMS', strToU8(await checksums(files)));
  return await zipped(files);
}

async function zipped(files: ReadonlyMap<string, Uint8Array>): Promise<Blob> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let failure: Error | null = null;
  const zip = new Zip((error, chunk) => {
    failure ??= error;
    // The error comes without a chunk, whatever the types say.
    if (chunk) chunks.push(chunk as Uint8Array<ArrayBuffer>);
  });
  for (const [name, bytes] of files) {
    // PNG is compressed already.
    const file = name.endsWith('.png') ? new ZipPassThrough(name) : new ZipDeflate(name, { level: 6 });
    zip.add(file);
    file.push(bytes, true);
    await nextTask();
  }
  zip.end();
  if (failure) throw failure;
  return new Blob(chunks, { type: 'application/zip' });
}
