/** What style sheets and variables decide on the page, and an image must carry itself. */
const STYLES = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'paint-order',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'font-variant-numeric',
  'text-anchor',
  'dominant-baseline',
] as const;

/** What is seen; the rest only groups it. */
const DRAWN = new Set(['path', 'line', 'rect', 'circle', 'text', 'tspan']);

/** Pixels of the image for each on the screen. */
const PNG_SCALE = 2;

/** A chart as a file of its own: every style that the page gives is written into the drawing, on the page's paper. */
export function chartSvg(chart: SVGSVGElement): string {
  const copy = chart.cloneNode(true) as SVGSVGElement;
  const originals = [chart, ...chart.querySelectorAll<SVGElement>('*')];
  const copies = [copy, ...copy.querySelectorAll<SVGElement>('*')];
  originals.forEach((original, index) => {
    if (!DRAWN.has(original.tagName)) return;
    const style = getComputedStyle(original);
    for (const name of STYLES) {
      copies[index]!.removeAttribute(name);
      copies[index]!.style.setProperty(name, style.getPropertyValue(name));
    }
  });
  const { width, height } = chart.getBoundingClientRect();
  for (const group of copy.querySelectorAll('g')) for (const name of STYLES) group.removeAttribute(name);
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  const paper = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  paper.setAttribute('width', '100%');
  paper.setAttribute('height', '100%');
  paper.setAttribute(
    'fill',
    getComputedStyle(document.documentElement).getPropertyValue('--lab-paper').trim(),
  );
  copy.prepend(paper);
  return new XMLSerializer().serializeToString(copy);
}

/** The same as a picture, twice as fine as on the screen. */
export async function chartPng(chart: SVGSVGElement): Promise<Blob> {
  const { width, height } = chart.getBoundingClientRect();
  const address = URL.createObjectURL(new Blob([chartSvg(chart)], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = width * PNG_SCALE;
    canvas.height = height * PNG_SCALE;
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise<Blob>((resolve, reject) => {
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no image came of it'))), 'image/png');
    });
  } finally {
    URL.revokeObjectURL(address);
  }
}
