import type { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import type { FairPool } from '../pool/fair-pool.js';

/** The connection pool of the driver, which TypeORM does not expose. */
export const poolOf = ({ driver }: DataSource): FairPool => (driver as PostgresDriver).master as FairPool;
