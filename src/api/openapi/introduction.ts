import { SCOPES } from '../../tenancy/scopes.js';

/** The description of the OpenAPI document: the first thing that readers of /api/docs see. */
export const INTRODUCTION = `
Daybook keeps the next step on every overdue invoice: an e-mail, a call or an internal task, called an **action**. Agents and
the built-in dunning policy recommend actions. People approve, edit or reject them. Daybook sends nothing without a person's
approval, and records every decision in the approval log.

## First call

Every request needs a token. \`npm start\` prints one for the demo company;
\`npm run --silent cli -- token create --company <id> --name desk --scope read --scope decide\` makes one for your own.

\`\`\`sh
curl -H 'Authorization: Bearer <token>' http://127.0.0.1:3000/api/companies
\`\`\`

lists the companies that the token can access. Every other path starts with the \`id\` of one of them. The actions that
need a decision, most urgent first:

\`\`\`sh
curl -H 'Authorization: Bearer <token>' \\
  'http://127.0.0.1:3000/api/companies/<company_id>/actions?category=needs_action&page_size=5'
\`\`\`

To make the same calls from this page, press **Authorize** and paste the token into the first field.

## Conventions

- **Tokens** go into the \`Authorization\` header, as \`Bearer <token>\` or \`Token <token>\`. A token has scopes, and access to
  the companies that it was created for. ${Object.entries(SCOPES)
    .map(([scope, meaning]) => `\`${scope}\`: ${meaning}.`)
    .join(' ')} A resource of any other company gets the same 404 as one that does not exist.
- **Input** is strict: an unknown query parameter or body field is 400 and named in \`errors\`. So is \`If-Match\` on a write
  that does not support it. In a body, null is the same as an absent field, except in settings.
- **Text**: names, keys and notes are trimmed and normalized to composed Unicode (NFC). Subjects are only trimmed; the texts
  of drafts and the final content are stored as they were sent. Search ignores case and accents.
- **Responses** contain every field of their schema; a field without a value is null. Only the fields
  that one kind of problem has can be absent.
- **Lists** are \`{count, page, page_size, data}\`: \`count\` is the exact number of results on all pages, \`page_size\` is
  the length of \`data\`. The \`Link\` header (RFC 8288) has the URLs of the other pages, relative to the URL of the request.
- **Times** are RFC 3339 in UTC. **Amounts** are decimal strings.
- **Errors** are \`application/problem+json\` documents (RFC 9457): \`code\` is for programs, \`detail\` for people.
- **Retries** of a write are safe with an \`Idempotency-Key\`; a change that you have not seen is not overwritten with \`If-Match\`.
- **Request ids**: every response has an \`X-Request-Id\`, the one that you sent (1 to 128 letters, digits and \`_.:-\`) or
  a new one. The approval log and problem documents contain it.
- **Methods**: a method that a path does not support is 405, and \`Allow\` lists those that it does.
`.trim();
