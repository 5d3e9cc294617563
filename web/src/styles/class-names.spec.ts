import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const ROOMS = new URL('../', import.meta.url);

/** Rules for a class wherever it stands, such as `.field[aria-invalid]:hover`; rules below another element are no definitions. */
const DEFINITION = /^\.([\w-]+)(?:\[[^\]]*\]|::?[\w-]+)*$/;

function classesOf(file: string): string[] {
  const css = readFileSync(new URL(file, ROOMS), 'utf8').replace(/\/\*[^]*?\*\//g, '');
  return [...css.matchAll(/([^{};]+)\{/g)]
    .flatMap(([, selectors = '']) => selectors.split(','))
    .flatMap((selector) => DEFINITION.exec(selector.trim())?.[1] ?? []);
}

describe('the style sheets', () => {
  it('define each class in one file, because all of them hold on all pages', () => {
    const files = new Map<string, Set<string>>();
    for (const file of readdirSync(ROOMS, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.css')) continue;
      for (const name of classesOf(file)) files.set(name, (files.get(name) ?? new Set()).add(file));
    }
    expect(files.size).toBeGreaterThan(100);
    expect([...files].filter(([, { size }]) => size > 1).map(([name, set]) => [name, ...set])).toEqual([]);
  });
});
