import type { Measured } from '../measure.js';
import type { Neighbour } from '../rows/neighbour-rows.js';

export interface ResultRow {
  company: string;
  name: string;
  connections: number;
  unit?: number;
  target?: number;
  floor: Measured | null;
  product: Measured;
  /** Requests per second of the product to those of the floor; null without a floor. */
  ratio: number | null;
  /** Milliseconds on one connection; null if it was not measured. */
  aloneP50: number | null;
}

/** What `npm run bench` writes as JSON. */
export interface Result {
  date: string;
  commit: string;
  actions: number;
  rounds: number;
  seconds: number;
  versions: Record<string, string>;
  cpu: string;
  rows: ResultRow[];
  neighbours: Neighbour[];
  /** Resident memory of the API under load, in MiB. */
  memory: { minutes: number; first: number; last: number; highest: number } | null;
}
