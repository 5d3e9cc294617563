import type { Demo } from '../demo/demo-file.js';

/** The demo company's id and token, and curl commands to paste: list the inbox, and approve an action if one is given. */
export function tour({ base_url, company_id, token }: Demo, actionId: string | undefined): string {
  const actions = `${base_url}/api/companies/${company_id}/actions`;
  const authorization = `-H 'Authorization: Token ${token}'`;
  const body = `{"final_content": "Hello, a short reminder of our open invoice.", "comment": "Shortened."}`;
  const lines = [
    `Company  ${company_id}`,
    `Token    ${token}`,
    '',
    'List the actions that need a decision:',
    '',
    `  curl -s ${authorization} '${actions}?category=needs_action'`,
  ];
  if (actionId) {
    lines.push(
      '',
      'Approve an action with an edited text:',
      '',
      `  curl -s ${authorization} -H 'Content-Type: application/json' -d '${body}' '${actions}/${actionId}/approve'`,
    );
  }
  return lines.join('\n');
}

/** The URLs of the API, its documentation and its metrics. */
export const addresses = (baseUrl: string, docs?: string, metrics?: string): string =>
  [
    `Daybook  ${baseUrl}`,
    ...(docs ? [`Docs     ${docs}`] : []),
    ...(metrics ? [`Metrics  ${metrics}`] : []),
  ].join('\n');

/** What to do first if there is no demo company. */
export const FIRST_STEPS = `
Create a company and a token for it:

  npm run --silent cli -- company create --name 'My company'
  npm run --silent cli -- token create --company <id> --name desk --scope read --scope decide
`;

/** The process stops together with the embedded PostgreSQL, because a new start brings both back. */
export const DATABASE_ENDED =
  'The embedded PostgreSQL has stopped unexpectedly (was it killed?), so Daybook stops too. ' +
  'All committed data is stored: start Daybook again with npm start.';

export const WORKER_STARTED = 'The Daybook worker is running. It does not serve the API.';
