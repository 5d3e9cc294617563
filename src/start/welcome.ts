import type { Demo } from '../demo/demo-file.js';

/** What to try on an API that has the demo company: two lines that work as pasted. */
export function tour({ base_url, company_id, token }: Demo, actionId: string | undefined): string {
  const actions = `${base_url}/api/companies/${company_id}/actions`;
  const authorization = `-H 'Authorization: Token ${token}'`;
  const edited = `{"final_content": "Hello, a short reminder of our open invoice.", "comment": "Shortened."}`;
  const lines = [
    `Company  ${company_id}`,
    `Token    ${token}`,
    '',
    'What needs a decision:',
    '',
    `  curl -s ${authorization} '${actions}?category=needs_action'`,
  ];
  if (actionId) {
    lines.push(
      '',
      'Approve one with an edited text:',
      '',
      `  curl -s ${authorization} -H 'Content-Type: application/json' -d '${edited}' '${actions}/${actionId}/approve'`,
    );
  }
  return lines.join('\n');
}

/** Where what is served can be found. */
export const addresses = (baseUrl: string, docs: boolean, metrics?: string): string =>
  [
    `Daybook  ${baseUrl}`,
    ...(docs ? [`Docs     ${baseUrl}/api/docs`] : []),
    ...(metrics ? [`Metrics  ${metrics}`] : []),
  ].join('\n');

/** How to go on where there is no demo. */
export const FIRST_STEPS = `
Make a company and a token for it:

  npm run --silent cli -- company create --name 'My company'
  npm run --silent cli -- token create --company <id> --name desk --scope read --scope decide
`;

/** Where the embedded PostgreSQL is gone, the process ends too: a new start brings both back. */
export const DATABASE_ENDED =
  'The embedded PostgreSQL has ended by itself (was it killed?), so Daybook ends too. ' +
  'What was answered is stored: start it again with npm start.';

export const WORKER_STARTED = 'Daybook works in the background; the API is served by another process.';
