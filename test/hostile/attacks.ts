import type { Attack } from './attack.js';
import { BODIES } from './attacks/bodies.js';
import { FLOODS } from './attacks/floods.js';
import { GROWTH } from './attacks/growth.js';
import { IMPORTS } from './attacks/imports.js';
import { QUERIES } from './attacks/queries.js';
import { READERS } from './attacks/readers.js';
import { SOCKETS } from './attacks/sockets.js';

export const ATTACKS: readonly Attack[] = [
  ...BODIES,
  ...READERS,
  ...GROWTH,
  ...QUERIES,
  ...IMPORTS,
  ...FLOODS,
  ...SOCKETS,
];
