import { readFile, writeFile } from 'node:fs/promises';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { dump } from 'js-yaml';
import { AppModule } from '../app.module.js';
import { documentOf } from '../api/openapi/document.js';

const FILE = new URL('../../openapi.yaml', import.meta.url);

/** `npm run openapi`: writes openapi.yaml, or with --check fails where it is stale. Preview mode needs no database. */
const app = await NestFactory.create<NestExpressApplication>(
  AppModule.for(['api'], { url: 'postgres://none', poolSize: 1 }),
  {
    preview: true,
    logger: false,
  },
);
const text = dump(documentOf(app), {
  skipInvalid: true,
  noRefs: true,
  lineWidth: 120,
  seqNoIndent: true,
});
if (!process.argv.includes('--check')) await writeFile(FILE, text);
else if ((await readFile(FILE, 'utf8')) !== text) {
  console.error('openapi.yaml is stale: run `npm run openapi` and commit it.');
  process.exitCode = 1;
}
