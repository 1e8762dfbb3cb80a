import { Button } from '@mantine/core';
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { fetchAgain } from './lazy-part.tsx';
import { ErrorNotice } from './notice.tsx';

interface Props {
  /** What is in it, as a person calls it: "The tab Results". */
  readonly place: string;
  readonly children: ReactNode;
}

interface Caught {
  readonly error: unknown;
  /** Which part of the page threw, from the inside out. */
  readonly parts: string;
}

/**
 * Keeps what breaks in it from taking the rest of the page along, and says so in its place. Whatever trains goes on: it
 * is no part of what is drawn.
 */
export class ErrorBoundary extends Component<Props, { caught: Caught | null }> {
  override state: { caught: Caught | null } = { caught: null };

  static getDerivedStateFromError(error: unknown) {
    return { caught: { error, parts: '' } };
  }

  override componentDidCatch(error: unknown, { componentStack }: ErrorInfo) {
    this.setState({ caught: { error, parts: componentStack ?? '' } });
  }

  override componentWillUnmount() {
    if (this.state.caught) fetchAgain();
  }

  #tryAgain = () => {
    fetchAgain();
    this.setState({ caught: null });
  };

  override render() {
    const { caught } = this.state;
    if (!caught) return this.props.children;
    return (
      <ErrorNotice
        error={{
          code: 'internal',
          message: `${this.props.place} could not be drawn: ${messageOf(caught.error)}`,
          remedy:
            'The rest of the page goes on, and so does a run that trains; all runs are kept. Try again, or reload the page when nothing trains. If it stays so, please report the details.',
        }}
      >
        <Button size="compact-sm" variant="light" onClick={this.#tryAgain}>
          Try again
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => void navigator.clipboard.writeText(detailsOf(this.props.place, caught))}
        >
          Copy the details
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => location.reload()}>
          Reload the page
        </Button>
      </ErrorNotice>
    );
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function detailsOf(place: string, { error, parts }: Caught): string {
  const stack = error instanceof Error ? error.stack : undefined;
  return [place, stack ?? messageOf(error), parts.trim(), location.href, navigator.userAgent].join('\n\n');
}
