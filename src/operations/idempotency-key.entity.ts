import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The answer to a request that came with an Idempotency-Key, kept for whoever sends the same request again. */
@Entity()
@Index(['createdAt'])
export class IdempotencyKey {
  @PrimaryColumn('uuid')
  companyId: string;

  @PrimaryColumn('uuid')
  apiTokenId: string;

  /** Method and path. */
  @PrimaryColumn('text')
  operation: string;

  @PrimaryColumn('text')
  key: string;

  /** Of all else that the request said: the same key with something else is a mistake. */
  @Column('text')
  requestSha256: string;

  @Column('smallint')
  status: number;

  @Column('text', { nullable: true })
  etag: string | null;

  /** The JSON text, to the letter. */
  @Column('text')
  body: string;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt: Date;
}
