import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The stored response to a request with an Idempotency-Key, for repeated requests. */
@Entity()
@Index(['createdAt'])
export class IdempotencyKey {
  @PrimaryColumn('uuid')
  companyId: string;

  @PrimaryColumn('uuid')
  apiTokenId: string;

  /** Method and path over HTTP, otherwise the name of the operation, with the ids in lower case (see scopeOf). */
  @PrimaryColumn('text')
  operation: string;

  @PrimaryColumn('text')
  key: string;

  /** SHA-256 of the rest of the request: the same key with a different request is rejected. */
  @Column('text')
  requestSha256: string;

  @Column('smallint')
  status: number;

  @Column('text', { nullable: true })
  etag: string | null;

  /** The JSON text. */
  @Column('text')
  body: string;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt: Date;
}
