import { strToU8, Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import { checksums, reportTexts } from '../../lab/report/files.ts';
import { figuresOf, type LabReport } from '../../lab/report/lab-report.ts';
import { svgPng } from '../../ui/chart/svg-png.ts';

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
  for (const [place, { file, svg, width, height }] of figures.entries()) {
    onDone(place, figures.length);
    const picture = await svgPng(svg, width, height);
    files.set(`figures/${file}.png`, new Uint8Array(await picture.arrayBuffer()));
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
