import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { runProgram } from '../support/processes.js';

/** What `npm ci` would run after it installs @scarf/scarf, a dependency of swagger-ui-dist. */
const REPORT = 'node_modules/@scarf/scarf/report.js';
const ATTEMPTS = 5;

let server: Server;
let reports = 0;

beforeAll(async () => {
  server = createServer((_request, response) => {
    reports++;
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => void server.close());

/** Runs the script with a collector of our own, until `npm ls` has answered it in the three seconds that it waits. */
async function report(): Promise<string> {
  const SCARF_LOCAL_PORT = String((server.address() as AddressInfo).port);
  const environment = { INIT_CWD: process.cwd(), SCARF_LOCAL_PORT, SCARF_VERBOSE: 'true' };
  for (let attempt = 1; ; attempt++) {
    const { stdout, stderr } = await runProgram(process.execPath, [REPORT], environment);
    const output = stdout + stderr;
    if (!output.includes('error from npm -ls') || attempt === ATTEMPTS) return output;
  }
}

it('H16: the telemetry of @scarf/scarf is disabled by package.json, and its script is not allowed to run', async () => {
  expect(await report()).toContain('Scarf has been disabled via a package.json');
  expect(reports).toBe(0);
  const manifest = JSON.parse(await readFile('package.json', 'utf8')) as { allowScripts: object };
  expect(manifest.allowScripts).toMatchObject({ '@scarf/scarf': false });
});
