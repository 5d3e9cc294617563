import { Link } from 'wouter';
import { texts } from '../texts/texts.js';

export function NotFoundPage() {
  return (
    <main className="shell-message">
      <h1>{texts.shell.notFound}</h1>
      <p>{texts.shell.notFoundHint}</p>
      <Link href="/">{texts.shell.toInbox}</Link>
    </main>
  );
}
