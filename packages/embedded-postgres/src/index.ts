export { EmbeddedPostgresError, type EmbeddedPostgresErrorCode } from './errors.js';
export type { EphemeralOptions, StartOptions } from './options.js';
export type { EmbeddedServer } from './supervision/server.js';
export { startEphemeral } from './start-ephemeral.js';
export { start } from './start.js';
