import { recommend } from './agent.js';
import { keepBooks } from './books.js';
import { tour } from './tour.js';

type Example = (baseUrl: string, token: string) => Promise<unknown>;

const EXAMPLES: Record<string, Example> = {
  tour,
  agent: recommend,
  books: (baseUrl, token) => keepBooks(baseUrl, token, false),
  'books-paid': (baseUrl, token) => keepBooks(baseUrl, token, true),
};

const [name = '', baseUrl, token] = process.argv.slice(2);
const example = EXAMPLES[name];
if (!example || !baseUrl || !token)
  throw new Error(
    `Usage: node dist/client/examples/client/run.js ${Object.keys(EXAMPLES).join('|')} <base URL> <token>`,
  );
console.log(JSON.stringify(await example(baseUrl, token), null, 2));
