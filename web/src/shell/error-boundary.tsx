import { Component, type ReactNode } from 'react';
import { Button } from '../controls/button.js';
import { texts } from '../texts/texts.js';

/** Part of the page whose files a newer version of the server no longer has. */
const isOutdated = (error: Error): boolean =>
  /dynamically imported module|module script/i.test(error.message);

/** Says what to do when a component fails; the navigation beside it stays. Another page begins anew (see its key). */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    const { shell } = texts;
    return (
      <main className="shell-message">
        <h1>{isOutdated(error) ? shell.outdated : shell.crashed}</h1>
        <p>{isOutdated(error) ? shell.outdatedHint : shell.crashedHint}</p>
        {!isOutdated(error) && <code>{error.message}</code>}
        <Button kind="primary" onPress={() => location.reload()}>
          {shell.reload}
        </Button>
      </main>
    );
  }
}
