/** One picture of a state. */
export interface Picture {
  readonly state: string;
  /** Width of the screen, in pixels. */
  readonly width: number;
  readonly scheme: 'light' | 'dark';
  /** Relative to the sheet. */
  readonly file: string;
}

/** The contact sheet: one row a state, wide and narrow, light and dark; every picture opens in full. */
export function sheetHtml(pictures: readonly Picture[]): string {
  const states = [...new Set(pictures.map(({ state }) => state))];
  const rows = states.map((state) => {
    const figures = pictures
      .filter((picture) => picture.state === state)
      .map(
        ({ file, width, scheme }) =>
          `<a href="${escaped(encodeURI(file))}"><figure class="w${width}"><img src="${escaped(encodeURI(file))}" alt="${escaped(`${state}, ${width} px, ${scheme}`)}"><figcaption>${width} px, ${scheme}</figcaption></figure></a>`,
      );
    return `<section><h2>${escaped(state)}</h2><div>${figures.join('')}</div></section>`;
  });
  return `<!doctype html><meta charset="utf-8"><title>Contact sheet</title><style>
body { margin: 16px; font: 14px system-ui, sans-serif; background: #888; color: #000; }
h2 { font-size: 16px; margin: 16px 0 4px; }
section > div { display: flex; gap: 12px; align-items: flex-start; }
figure { margin: 0; } a { color: inherit; }
img { display: block; height: auto; }
.w1440 img { width: 540px; } .w390 img { width: 180px; }
</style>${rows.join('\n')}`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
