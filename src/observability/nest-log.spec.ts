import { expect, it } from '@jest/globals';
import { pino } from 'pino';
import { describeError } from './describe-error.js';
import { NestLog } from './nest-log.js';

const SECRET = 'kanarek';

it('logs Nest’s messages without the messages and stacks of errors', () => {
  const lines: string[] = [];
  const destination = pino(
    { level: 'trace', base: null, timestamp: false, serializers: { err: describeError } },
    { write: (line: string) => void lines.push(line) },
  );
  const log = new NestLog(destination);
  log.log('Mapped {/api, GET} route', 'RouterExplorer');
  log.warn('Deprecated', 'Somewhere');
  log.error(new TypeError(SECRET), 'ExceptionsHandler');
  log.error('It failed', new Error(SECRET).stack, 'ExceptionsHandler');
  const entries = lines.map((line) => JSON.parse(line) as object);
  expect(entries).toEqual([
    { level: 20, context: 'RouterExplorer', msg: 'Mapped {/api, GET} route' },
    { level: 40, context: 'Somewhere', msg: 'Deprecated' },
    {
      level: 50,
      context: 'ExceptionsHandler',
      msg: 'failure',
      err: { type: 'TypeError', at: expect.any(Array) },
    },
    { level: 50, context: 'ExceptionsHandler', msg: 'It failed' },
  ]);
  expect(lines.join('')).not.toContain(SECRET);
});
