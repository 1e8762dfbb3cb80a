/**
 * Draws what the page shows of an element as SVG: charts are partly drawings and partly lists and tables, and a picture
 * of either must carry all that style sheets decide on the page. Boxes, their borders, text and drawings are what our
 * charts consist of; other ways of painting (shadows, background images) are left out.
 */

export const SVG = 'http://www.w3.org/2000/svg';

/** Elements with this attribute are for the page only, as buttons are. */
const NOT_IN_PICTURES = 'data-not-in-pictures';

/** What of a drawing's style is written into its copy. */
const STYLES = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'paint-order',
  'opacity',
  'visibility',
  'display',
  'font-family',
  'font-size',
  'font-weight',
  'font-variant-numeric',
  'text-anchor',
  'dominant-baseline',
] as const;

/** What is seen of a drawing; the rest only groups it, and passes all but {@link GROUP_STYLES} on. */
const DRAWN = new Set(['path', 'line', 'rect', 'circle', 'polygon', 'text', 'tspan']);

/** Styles of a group that what is in it does not inherit. */
const GROUP_STYLES = ['opacity', 'display'] as const;

const UNSAID: Readonly<Record<string, string>> = { opacity: '1', display: 'inline', visibility: 'visible' };

const FONT = ['font-family', 'font-size', 'font-weight', 'font-style', 'font-variant-numeric'] as const;

/** Where the picture begins on the screen. */
interface Origin {
  readonly left: number;
  readonly top: number;
}

/** How far what is drawn reaches, from the origin. */
interface Reach {
  readonly right: number;
  readonly bottom: number;
}

const NOTHING: Reach = { right: 0, bottom: 0 };

function farthest(...reaches: readonly Reach[]): Reach {
  return {
    right: Math.max(...reaches.map(({ right }) => right)),
    bottom: Math.max(...reaches.map(({ bottom }) => bottom)),
  };
}

export function svgElement<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string | number>>,
): SVGElementTagNameMap[Name] {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    // The serializer writes the namespace by itself.
    if (key !== 'xmlns') element.setAttribute(key, typeof value === 'number' ? rounded(value) : value);
  }
  return element;
}

function rounded(pixels: number): string {
  return String(Math.round(pixels * 100) / 100);
}

/** Appends what is seen of the element, and of all in it, to the group. */
export function drawElement(element: Element, origin: Origin, group: SVGGElement): Reach {
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const own = { right: box.right - origin.left, bottom: box.bottom - origin.top };
  if (element.hasAttribute(NOT_IN_PICTURES) || style.display === 'none' || isCutAway(style, box))
    return NOTHING;
  if (element instanceof SVGSVGElement) {
    const copy = styledCopy(element);
    copy.setAttribute('x', rounded(box.left - origin.left));
    copy.setAttribute('y', rounded(box.top - origin.top));
    copy.setAttribute('width', rounded(box.width));
    copy.setAttribute('height', rounded(box.height));
    group.append(copy);
    return own;
  }
  const inner = svgElement('g', style.opacity === '1' ? {} : { opacity: style.opacity });
  // What is in a hidden element may be visible itself.
  const visible = style.visibility === 'visible';
  let reach = visible && drawBox(style, box, origin, inner) ? own : NOTHING;
  for (const child of element.childNodes) {
    if (child instanceof Text && visible)
      reach = farthest(reach, drawText(child, element, style, origin, inner));
    if (child instanceof Element) reach = farthest(reach, drawElement(child, origin, inner));
  }
  if (inner.childNodes.length > 0) group.append(inner);
  return reach;
}

/** Whether nothing of an element is left to be seen, as is done to words that are for screen readers alone. */
function isCutAway({ overflow, clipPath }: CSSStyleDeclaration, { width, height }: DOMRect): boolean {
  return (overflow === 'hidden' && width <= 1 && height <= 1) || /^inset\((50|100)%\)$/.test(clipPath);
}

/** The background, and the border: one all around, or a line below. Tells whether there is any. */
function drawBox(style: CSSStyleDeclaration, box: DOMRect, origin: Origin, group: SVGGElement): boolean {
  const drawn = group.childNodes.length;
  const [x, y] = [box.left - origin.left, box.top - origin.top];
  const border = style.borderTopStyle === 'none' ? 0 : Number.parseFloat(style.borderTopWidth);
  const foot = style.borderBottomStyle === 'none' ? 0 : Number.parseFloat(style.borderBottomWidth);
  const filled = !isClear(style.backgroundColor);
  if (box.width > 0 && box.height > 0 && (filled || border > 0)) {
    const [width, height] = [box.width - border, box.height - border];
    const radius = style.borderTopLeftRadius.endsWith('%')
      ? width / 2
      : Math.min(Number.parseFloat(style.borderTopLeftRadius), width / 2, height / 2);
    group.append(
      svgElement('rect', {
        ...{ x: x + border / 2, y: y + border / 2, width, height },
        ...(radius > 0 ? { rx: radius } : {}),
        fill: filled ? plainColour(style.backgroundColor) : 'none',
        ...(border > 0 ? { stroke: plainColour(style.borderTopColor), 'stroke-width': border } : {}),
      }),
    );
  }
  if (border === 0 && foot > 0) {
    const line = { x, y: y + box.height - foot, width: box.width, height: foot };
    group.append(svgElement('rect', { ...line, fill: plainColour(style.borderBottomColor) }));
  }
  return group.childNodes.length > drawn;
}

/** Each line of the text by itself, where the page has broken it. */
function drawText(
  node: Text,
  parent: Element,
  style: CSSStyleDeclaration,
  origin: Origin,
  group: SVGGElement,
): Reach {
  const lines = linesOf(node);
  const cut = style.textOverflow === 'ellipsis' ? parent.getBoundingClientRect().right : Infinity;
  for (const { text, box } of lines) {
    const room = Math.min(1, (cut - box.left) / box.width);
    const shown = room < 0.99 ? `${text.slice(0, Math.max(1, Math.floor(text.length * room) - 1))}…` : text;
    const line = svgElement('text', {
      x: box.left - origin.left,
      y: (box.top + box.bottom) / 2 - origin.top,
      'dominant-baseline': 'central',
      fill: plainColour(style.color),
    });
    for (const name of FONT) line.style.setProperty(name, style.getPropertyValue(name));
    line.textContent = shown;
    group.append(line);
  }
  return farthest(
    NOTHING,
    ...lines.map(({ box }) => ({
      right: Math.min(box.right, cut) - origin.left,
      bottom: box.bottom - origin.top,
    })),
  );
}

function linesOf(node: Text): { text: string; box: DOMRect }[] {
  const lines: { text: string; box: DOMRect }[] = [];
  const range = document.createRange();
  for (const { 0: word, index } of node.data.matchAll(/\S+/g)) {
    range.setStart(node, index);
    range.setEnd(node, index + word.length);
    const box = range.getBoundingClientRect();
    const line = lines.at(-1);
    if (line && Math.abs(line.box.top - box.top) < 2) {
      line.text += ` ${word}`;
      line.box = DOMRect.fromRect({ ...sizes(line.box), width: box.right - line.box.left });
    } else {
      lines.push({ text: word, box });
    }
  }
  return lines;
}

function sizes({ x, y, width, height }: DOMRect) {
  return { x, y, width, height };
}

/** A drawing with every style that the page gives it written into it. */
function styledCopy(drawing: SVGSVGElement): SVGSVGElement {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const originals = drawing.querySelectorAll<SVGElement>('*');
  const copies = copy.querySelectorAll<SVGElement>('*');
  originals.forEach((original, index) => {
    const target = copies[index]!;
    for (const name of STYLES) target.removeAttribute(name);
    if (DRAWN.has(original.tagName)) writeStyles(target, original, STYLES);
    else if (original instanceof SVGGraphicsElement) writeStyles(target, original, GROUP_STYLES);
  });
  for (const name of ['class', 'style', 'role']) copy.removeAttribute(name);
  writeStyles(copy, drawing, GROUP_STYLES);
  return copy;
}

function writeStyles(target: SVGElement, original: SVGElement, names: readonly string[]): void {
  const style = getComputedStyle(original);
  for (const name of names) {
    const value = style.getPropertyValue(name);
    // Most styles are what they would be without a word.
    if (value !== UNSAID[name]) target.style.setProperty(name, plainColour(value));
  }
}

function isClear(colour: string): boolean {
  return colour === 'transparent' || /^rgba\(.*, 0\)$/.test(colour);
}

/** Mixed colours are computed as `color(srgb …)`, which programs other than browsers do not read. */
function plainColour(colour: string): string {
  return colour.replace(
    /color\(srgb ([\d.e+-]+) ([\d.e+-]+) ([\d.e+-]+)(?: \/ ([\d.]+))?\)/,
    (_, ...parts) => {
      const [red, green, blue] = parts.slice(0, 3).map((part) => Math.round(255 * Number(part)));
      return parts[3] === undefined
        ? `rgb(${red}, ${green}, ${blue})`
        : `rgba(${red}, ${green}, ${blue}, ${parts[3]})`;
    },
  );
}
