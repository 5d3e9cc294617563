import type { Source } from '../load/load.js';

/** One line of the result: the same work for the floor and for the product. */
export interface Row {
  /** Such as `inbox, page 1`. */
  name: string;
  /** The size of the company, such as `10k`. */
  company: string;
  connections: number;
  /** How many requests each round has; absent if a round takes a time. */
  amount?: number;
  /** How many actions or rows each request is about, if that is not one. */
  unit?: number;
  product: Source;
  /** Null without a floor, such as for the policy. */
  floor: Source | null;
  /** The least ratio to the floor that is aimed at. */
  target?: number;
  isRead: boolean;
}

/** The name by which `--only` selects a row. */
export const titleOf = ({ name, company }: Pick<Row, 'name' | 'company'>): string => `${company} ${name}`;
