import { drawElement, SVG, svgElement } from './draw-element.ts';

/** Pixels of the image for each on the screen. */
const PNG_SCALE = 2;

/** Paper around what is drawn, in pixels. */
const MARGIN = 8;

interface Drawing {
  readonly svg: SVGSVGElement;
  readonly width: number;
  readonly height: number;
}

/** What the figure shows, lists and tables as well as drawings, as one drawing on the page's paper. */
function draw(figure: HTMLElement): Drawing {
  const { left, top } = figure.getBoundingClientRect();
  const content = svgElement('g', {});
  const { right, bottom } = drawElement(figure, { left: left - MARGIN, top: top - MARGIN }, content);
  const [width, height] = [Math.ceil(right) + MARGIN, Math.ceil(bottom) + MARGIN];
  const paper = getComputedStyle(document.documentElement).getPropertyValue('--lab-paper').trim();
  const svg = svgElement('svg', { xmlns: SVG, width, height, viewBox: `0 0 ${width} ${height}` });
  svg.append(svgElement('rect', { width, height, fill: paper }), content);
  return { svg, width, height };
}

/** What XML 1.0 cannot hold, not even escaped: a name with such a sign would make a file that nothing opens. */
const NOT_IN_XML = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

function serialized(svg: SVGSVGElement): string {
  return new XMLSerializer().serializeToString(svg).replaceAll(NOT_IN_XML, '');
}

/** A chart as a file of its own: every style that the page gives is written into the drawing. */
export function chartSvg(figure: HTMLElement): string {
  return serialized(draw(figure).svg);
}

/** The same as a picture, twice as fine as on the screen. */
export async function chartPng(figure: HTMLElement): Promise<Blob> {
  const { svg, width, height } = draw(figure);
  const text = serialized(svg);
  const address = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
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
