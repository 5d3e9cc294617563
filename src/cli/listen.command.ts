import { Command, InvalidArgumentError } from 'commander';
import { EventFeed } from '../events/event-feed.js';
import { type EventRow, eventJson } from '../events/event-json.js';
import { EVENT_TYPE_NAMES, type EventType } from '../events/event-types.js';
import { EventStreams } from '../events/streams.js';
import { newSecret, signedHeaders } from '../events/webhooks/sending/signature.js';
import { messageOf } from '../problems/message-of.js';
import { OperatorAdmission } from '../tenancy/admission.js';
import { runWithApplication } from './answer.js';

const TIMEOUT_MS = 15_000;
const POLL_MS = 60_000;
const PAGE = 100;

export const listenCommand = new Command('listen')
  .description(
    'Forwards the events of a company to a program on this machine, signed like webhooks, until Ctrl-C.',
  )
  .requiredOption('--company <id>', 'the id of the company')
  .requiredOption(
    '--forward-to <url>',
    'where to send the events, such as http://127.0.0.1:4000/hook',
    urlArgument,
  )
  .option('--types <types>', 'forward only these types, such as action.approved,action.sent', typesArgument)
  .option('--secret <secret>', 'the secret that signs the events; by default a new one', secretArgument)
  .action(({ company, forwardTo, types, secret = newSecret() }) =>
    runWithApplication(async (app) => {
      const id = await app.get(OperatorAdmission).admit(company);
      const feed = app.get(EventFeed);
      const stream = app.get(EventStreams).open('listen', id, () => {});
      const ended = new AbortController();
      ended.signal.addEventListener('abort', () => stream.end());
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ended.abort());
      let after = await feed.latest(id);
      console.log(`Forwarding events to ${forwardTo}. End with Ctrl-C.\nSigning secret  ${secret}`);
      while (!stream.isOver) {
        const page = await feed.read(id, after, { types }, PAGE);
        for (const event of page.events) {
          if (!stream.isOver) console.log(await forward(event, forwardTo, secret, ended.signal));
        }
        after = page.next;
        if (!page.hasMore) await stream.wait(POLL_MS);
      }
    }),
  );

/** Sends an event once, and returns a line that says what became of it. */
async function forward(event: EventRow, url: string, secret: string, ended: AbortSignal): Promise<string> {
  const body = eventJson(event);
  const start = performance.now();
  const result = await fetch(url, {
    method: 'POST',
    headers: signedHeaders(event.id, new Date(), [secret], body),
    body,
    redirect: 'manual',
    signal: AbortSignal.any([ended, AbortSignal.timeout(TIMEOUT_MS)]),
  }).then(
    async (response) => {
      await response.body?.cancel();
      return String(response.status);
    },
    (error: Error) => messageOf(error.cause ?? error),
  );
  const ms = Math.round(performance.now() - start);
  return `${event.createdAt.toISOString()}  ${event.type}  ${event.id}  →  ${result} in ${ms} ms`;
}

function urlArgument(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new InvalidArgumentError('It must be a URL that begins with http:// or https://.');
}

function typesArgument(text: string): EventType[] {
  const types = text.split(',').map((type) => type.trim());
  const unknown = types.filter((type) => !EVENT_TYPE_NAMES.includes(type as EventType));
  if (unknown.length === 0) return types as EventType[];
  throw new InvalidArgumentError(
    `Unknown: ${unknown.join(', ')}. The types are ${EVENT_TYPE_NAMES.join(', ')}.`,
  );
}

function secretArgument(text: string): string {
  const [, key] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? [];
  const { length } = Buffer.from(key ?? '', 'base64');
  if (length >= 24 && length <= 64) return text;
  throw new InvalidArgumentError('It must be whsec_ and 24 to 64 bytes in base64.');
}
