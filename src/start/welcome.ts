import { type Config, type DeliveryMode, deliveryModeOf } from '../config/config.js';
import { outboxIn } from '../delivery/mail/sandbox-transport.js';
import type { Demo } from '../demo/demo-file.js';

/** Shows some members of a JSON response, or its problem, one a line: a whole response is a line of many kilobytes. */
const show = (...members: string[]): string =>
  `grep -oE '"(${members.join('|')})":("[^"]*"|[0-9]+)|"status":[0-9]+,"detail":"[^"]*"'`;

interface TourOutput {
  tokenFile: string;
  outbox: string | null;
  inbox: string | null;
  isTerminal: boolean;
}

/** Makes a link for a contact. The output of a start may be a log, which must not contain the link itself. */
export const linkCommand = (contact: string): string =>
  `npm run --silent cli -- login-link create --contact ${contact}`;

/**
 * The demo company and what to try: curl commands to paste, which list the inbox and approve an action if one is given, and the
 * documentation if it is on. A terminal shows the token. Any other output may be a log, which must not contain it: the commands
 * read it from its file.
 * @param tokenFile the absolute path of the file that stores the token
 * @param inbox the link that logs a newcomer in, or elsewhere a command that makes one; null if nobody can log in
 * @param outbox the absolute path of the folder that gets the e-mail; null if it gets none
 */
export function tour(
  { base_url, company_id, token }: Demo,
  { tokenFile, outbox, inbox, isTerminal }: TourOutput,
  actionId: string | undefined,
  docsUrl: string | undefined,
): string {
  const actions = `${base_url}/api/companies/${company_id}/actions`;
  const authorization = isTerminal
    ? `-H 'Authorization: Token ${token}'`
    : '-H "Authorization: Token $TOKEN"';
  const body = `{"final_content": "Hello, a short reminder of our open invoice.", "comment": "Shortened."}`;
  const list = show('count', 'action_type', 'description', 'urgency_score');
  const approve = show('description', 'effective_content', 'command', 'from_status', 'to_status');
  const lines = [
    ...(inbox ? [`Inbox    ${inbox}`] : []),
    `Company  ${company_id}`,
    ...(isTerminal ? [`Token    ${token}`] : [`Token    in ${tokenFile}`, '', ...readToken(tokenFile)]),
    '',
    'List the three most urgent actions that need a decision:',
    '',
    `  curl -s ${authorization} '${actions}?category=needs_action&page_size=3' | ${list}`,
  ];
  if (actionId) {
    lines.push(
      '',
      `Approve an e-mail with an edited text${outbox ? ', which sends it within a second' : ''}:`,
      '',
      `  curl -s ${authorization} -H 'Content-Type: application/json' -d '${body}' '${actions}/${actionId}/approve' | ${approve}`,
    );
    if (outbox)
      lines.push(
        '',
        'Read the e-mail, which has not left this machine:',
        '',
        `  cat ${quoted(outbox)}/${actionId}@*.eml`,
      );
  }
  if (docsUrl) lines.push('', `Or open ${docsUrl} in a browser, press Authorize and paste the token.`);
  return lines.join('\n');
}

/** What sets the shell variable TOKEN. */
const readToken = (file: string): string[] => [
  'Read the token, which is only printed to a terminal:',
  '',
  `  TOKEN=$(node -p ${quoted(`require(${JSON.stringify(file)}).token`)})`,
];

/** As one word of any shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** The URLs of the API, its documentation and its metrics, and where approved e-mails go. */
export const addresses = (baseUrl: string, mail: string, docs?: string, metrics?: string): string =>
  [
    `Daybook  ${baseUrl}`,
    ...(docs ? [`Docs     ${docs}`] : []),
    ...(metrics ? [`Metrics  ${metrics}`] : []),
    `E-mails  ${mail}`,
  ].join('\n');

/** Where approved e-mails go. Without the URL of the mail server, which may contain a password. */
export function mailText(config: Pick<Config, 'DELIVERY' | 'SMTP_URL' | 'DATA_DIR'>): string {
  const texts: Record<DeliveryMode, string> = {
    smtp: `sent by ${config.SMTP_URL && new URL(config.SMTP_URL).host}`,
    sandbox: `sandbox: files in ${outboxIn(config.DATA_DIR)}, nothing is sent`,
    external: 'external: other programs send them',
  };
  return texts[deliveryModeOf(config)];
}

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

export const workerStarted = (mail: string): string =>
  `The Daybook worker is running. It does not serve the API.\nE-mails  ${mail}`;
