import Markdown, { type Components } from 'react-markdown';
import { shortcutLabel } from '../../ui/command.ts';
import classes from './lesson.module.css';

/** Headings stand below that of the step, and what leads out of the lab opens beside it. */
const COMPONENTS: Components = {
  h1: ({ children }) => <h4 className={classes.subtitle}>{children}</h4>,
  h2: ({ children }) => <h4 className={classes.subtitle}>{children}</h4>,
  h3: ({ children }) => <h4 className={classes.subtitle}>{children}</h4>,
  a: ({ href, children }) =>
    href?.startsWith('#') ? (
      <a href={href}>{children}</a>
    ) : (
      <a href={href} target="_blank" rel="noreferrer">
        {children}
      </a>
    ),
  // A picture from elsewhere would tell its server who reads the lesson.
  img: ({ alt }) => <em>{alt}</em>,
};

/** Markdown without HTML: what looks like a tag is left out, and no address of a script becomes a link. */
export function LessonWords({ text }: { text: string }) {
  return (
    <div className={classes.words}>
      <Markdown skipHtml components={COMPONENTS}>
        {text.replaceAll('{{keys.train}}', shortcutLabel('mod+Enter'))}
      </Markdown>
    </div>
  );
}
