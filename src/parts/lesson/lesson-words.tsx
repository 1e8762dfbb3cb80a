import { memo } from 'react';
import Markdown, { type Components } from 'react-markdown';
import { shortcutLabel } from '../../ui/command.ts';
import classes from './lesson.module.css';

/** Headings stand below that of the step; a link opens beside the lab, and says which host it leads to. */
const COMPONENTS: Components = {
  h1: ({ children }) => <h4 className={classes.subtitle}>{children}</h4>,
  h2: ({ children }) => <h4 className={classes.subtitle}>{children}</h4>,
  h3: ({ children }) => <h4 className={classes.subtitle}>{children}</h4>,
  a: ({ href, children }) =>
    href ? (
      <>
        <a href={href} target="_blank" rel="noreferrer">
          {children}
        </a>{' '}
        ({new URL(href).host})
      </>
    ) : (
      children
    ),
  // A picture from elsewhere would tell its server who reads the lesson.
  img: ({ alt }) => <em>{alt}</em>,
};

/** A whole address of the web, or nothing: no script, no file, and no way to change what the lab holds. */
function webAddress(address: string): string {
  const url = URL.parse(address);
  return url && /^https?:$/.test(url.protocol) ? url.href : '';
}

/** Markdown without HTML: what looks like a tag is left out, and only addresses of the web become links. */
export const LessonWords = memo(function LessonWords({ text }: { text: string }) {
  return (
    <div className={classes.words}>
      <Markdown skipHtml components={COMPONENTS} urlTransform={webAddress}>
        {text.replaceAll('{{keys.train}}', shortcutLabel('mod+Enter'))}
      </Markdown>
    </div>
  );
});
