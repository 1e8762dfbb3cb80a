import { NOT_IN_XML } from '../../lab/xml-text.ts';
import { drawElement, SVG, svgElement } from './draw-element.ts';
import { svgPng } from './svg-png.ts';

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
  return await svgPng(serialized(svg), width, height);
}
