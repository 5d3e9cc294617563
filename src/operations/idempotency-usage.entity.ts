import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * Responses that a token stored within one hour for its idempotency keys. A token has as many rows for an hour as transactions
 * stored responses at the same time (see StoredResponseLimits).
 */
@Entity()
@Index(['companyId', 'hour'])
@Index(['hour'])
export class IdempotencyUsage {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  companyId: string;

  @Column('uuid')
  apiTokenId: string;

  /** The start of the hour. */
  @Column({ type: 'timestamptz', precision: 3 })
  hour: Date;

  @Column('integer')
  responses: number;

  @Column('bigint')
  bytes: string;
}
