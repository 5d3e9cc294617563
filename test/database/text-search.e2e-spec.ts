import { describe, expect, it } from '@jest/globals';
import { containsByTrigramSql, containsSql } from '../../src/database/sql/text-search.js';
import { sql } from '../support/database.js';

/** Whether a search finds a text, with each of the two conditions. */
async function finds(text: string, search: string): Promise<{ scan: boolean; trigram: boolean }> {
  const conditions = `${containsSql('$1', '$2')} AS scan, ${containsByTrigramSql('$1', '$2')} AS trigram`;
  const [row] = await sql<{ scan: boolean; trigram: boolean }>(
    process.env.TEST_DATABASE_URL!,
    `SELECT ${conditions}`,
    [text, search],
  );
  return row!;
}

describe('H4: search', () => {
  it.each([
    ['Müller', 'muller'],
    ['Muller', 'MÜLLER'],
    ['Mu\u0308ller', 'müller'],
    ['Hauptstraße 7', 'hauptstrasse'],
    ['HAUPTSTRASSE', 'straße'],
    ['STRAẞE', 'strasse'],
    ['Œuvre & Cie', 'oeuvre'],
    ['Łódź', 'lodz'],
    ['Ærø Ltd', 'aero'],
    ['İstanbul', 'istanbul'],
    ['ISPARTA', 'ısparta'],
    ['Οδός', 'ΟΔΟΣ'],
    ['Ёлка', 'елка'],
    ['O’Brien', "o'brien"],
    ['ﬁnance', 'FINANCE'],
  ])('finds %s by %s', async (text, search) => {
    expect(await finds(text, search)).toEqual({ scan: true, trigram: true });
  });

  it.each([
    ['Müller', 'mueller'],
    ['Miller', 'müller'],
    ['Strase', 'straße'],
  ])('does not find %s by %s', async (text, search) => {
    expect(await finds(text, search)).toEqual({ scan: false, trigram: false });
  });

  it.each(['%', '_', '\\', '％', '＿', '＼', '﹪', '℅'])(
    'treats %s as a literal character',
    async (character) => {
      expect(await finds(`50${character}off`, `50${character}O`)).toEqual({ scan: true, trigram: true });
      expect(await finds('50 percent off', `50${character}o`)).toEqual({ scan: false, trigram: false });
      expect(await finds('abc', character)).toEqual({ scan: false, trigram: false });
    },
  );
});
