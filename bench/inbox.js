/**
 * Compares the first page of the inbox (20 rows and the exact count) with a minimal server, which executes the same statement
 * with node:http and pg. Both are measured alternately: the ratio is comparable between machines, requests per second are not.
 *
 *   npm run bench            20 connections, 3 rounds of 5 seconds each
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { startEphemeral } from '@daybook/embedded-postgres';
import autocannon from 'autocannon';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { dataSourceOptions } from '../dist/database/data-source-options.js';
import { migrate } from '../dist/database/migrate.js';
import { mintToken } from '../dist/tenancy/token-format.js';
import { createBigCompany } from '../test/support/big-company.ts';

const ROUNDS = 3;
const SECONDS = 5;
const CONNECTIONS = 20;

const database = await startEphemeral();
await migrate(database.url);
const { company, token } = await fill(database.url);
const api = await start(['dist/main.js'], { DATABASE_URL: database.url, PORT: '0' });
const floor = await start(['bench/floor.js'], { DATABASE_URL: database.url, COMPANY: company });

const rates = { floor: [], api: [] };
for (let round = 0; round < ROUNDS; round++) {
  rates.floor.push(await measure(floor.url, {}));
  rates.api.push(
    await measure(`${api.url}/api/companies/${company}/actions?category=needs_action`, {
      authorization: `Token ${token}`,
    }),
  );
}
const [floorRate, apiRate] = [median(rates.floor), median(rates.api)];
console.log(
  JSON.stringify({ floor: floorRate, api: apiRate, ratio: +(apiRate / floorRate).toFixed(3) }, null, 2),
);

api.child.kill();
floor.child.kill();
await database.release();

async function fill(url) {
  const dataSource = await new DataSource(dataSourceOptions({ url, poolSize: 2 })).initialize();
  const id = await createBigCompany(dataSource);
  const minted = mintToken(uuidv7());
  await dataSource.query('INSERT INTO api_token (id, name, secret_sha256, scopes) VALUES ($1, $2, $3, $4)', [
    minted.id,
    'bench',
    minted.secretSha256,
    ['read'],
  ]);
  await dataSource.query('INSERT INTO api_token_company VALUES ($1, $2)', [minted.id, id]);
  await dataSource.destroy();
  return { company: id, token: minted.token };
}

async function start(args, settings) {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, RATE_LIMIT_PER_MINUTE: '0', LOG_LEVEL: 'warn', ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output] = await once(child.stdout.setEncoding('utf8'), 'data');
  child.stdout.resume();
  return { child, url: /http:\S+/.exec(output)[0] };
}

async function measure(url, headers) {
  const { requests, non2xx, errors } = await autocannon({
    url,
    headers,
    connections: CONNECTIONS,
    duration: SECONDS,
  });
  if (non2xx > 0 || errors > 0)
    throw new Error(`${url} returned ${non2xx} error responses, and ${errors} requests failed.`);
  return requests.average;
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
