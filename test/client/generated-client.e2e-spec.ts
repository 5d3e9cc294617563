import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { openDesk } from '../support/desk.js';

const run = promisify(execFile);
const app = useApp();

it('a client generated from openapi.yaml compiles, and takes the README’s tour', async () => {
  await run('npx', ['openapi-typescript', 'openapi.yaml', '-o', 'examples/client/schema.d.ts']);
  await run('npx', ['tsc', '-p', 'examples/client']);
  const { make, company, contact, token } = await openDesk(app);
  await make.anAction(company, { urgencyScore: 90 });
  await make.anAction(company, { urgencyScore: 40 });

  const script = `
    import { tour } from './dist/client/tour.js';
    console.log(JSON.stringify(await tour(${JSON.stringify(app.url)}, ${JSON.stringify(token)})));`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script]);

  expect(JSON.parse(stdout)).toEqual({
    waiting: 2,
    approved: 'processing',
    approvedBy: contact.name,
    finalContent: 'Hello, a short reminder of our open invoice.',
    rejected: 'cancelled',
    approvedAgain: 'invalid_state',
    inHistory: true,
  });
}, 60_000);
