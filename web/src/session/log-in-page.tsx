import { texts } from '../texts/texts.js';

export function LogInPage() {
  return (
    <main>
      <h1>{texts.session.title}</h1>
    </main>
  );
}
