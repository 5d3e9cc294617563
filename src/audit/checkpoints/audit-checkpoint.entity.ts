import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Company } from '../../tenancy/company.entity.js';

/** A copy of a line of the file of checkpoints (see checkpoint.ts). Rows are never changed or deleted. */
@Entity()
export class AuditCheckpoint {
  @PrimaryColumn('uuid')
  companyId: string;

  /** The key that signed it. Each key has a sequence of checkpoints of its own. */
  @PrimaryColumn('text')
  keyId: string;

  /** Counts the checkpoints of a company and a key, from 1. */
  @PrimaryColumn('integer')
  number: number;

  @Column({ type: 'timestamptz', precision: 3 })
  takenAt: Date;

  /** The signed checkpoint, to the byte as in the file. */
  @Column('text')
  line: string;

  @ManyToOne(() => Company)
  @JoinColumn({ name: 'company_id' })
  company?: Company;
}
