import type { Client } from '../support/client.js';

type Query = Record<string, string | number | boolean>;
interface Item {
  id: string;
}

const idsOf = (data: Item[]): string[] => data.map(({ id }) => id);

/** The ids of a list, by its cursors; calls back between two pages. */
export async function idsAfter(
  client: Client,
  path: string,
  query: Query,
  betweenPages: () => Promise<unknown> = async () => {},
): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | null = 'start'; cursor !== null;) {
    const { body } = await client.get(path, { ...query, cursor }).expect(200);
    ids.push(...idsOf(body.data));
    cursor = body.next_cursor as string | null;
    await betweenPages();
  }
  return ids;
}

/** The ids of a list of at most 500 items. */
export const idsByPage = async (client: Client, path: string, query: Query): Promise<string[]> =>
  idsOf((await client.get(path, { ...query, page_size: 500 }).expect(200)).body.data);

/** The items of an export as NDJSON. */
export const itemsOf = (body: Buffer): unknown[] =>
  body
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
