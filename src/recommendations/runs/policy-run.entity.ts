import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import type { Actor } from '../../tenancy/caller.js';
import { Company } from '../../tenancy/company.entity.js';

export const POLICY_RUN_STATUSES = ['queued', 'running', 'completed', 'failed'] as const;
export type PolicyRunStatus = (typeof POLICY_RUN_STATUSES)[number];

/** A run of the dunning policy over the open invoices of a company, in slices in the order of their ids. */
@Entity()
@Index('policy_run_list_idx', { synchronize: false })
@Index('policy_run_at_work_idx', { synchronize: false })
@Index('policy_run_due_idx', { synchronize: false })
@Check('policy_run_status_check', `status IN ('queued', 'running', 'completed', 'failed')`)
export class PolicyRun {
  @PrimaryColumn('uuid')
  companyId: string;

  @PrimaryColumn('uuid')
  id: string;

  /** A company has at most one run that is queued or running. */
  @Column('text')
  status: PolicyRunStatus;

  /** The day for which the policy runs, YYYY-MM-DD. */
  @Column('date')
  asOf: string;

  /** Whether the client chose the day; otherwise it is today in UTC, and the policy takes the day of each customer at `createdAt`. */
  @Column('boolean')
  isDayChosen: boolean;

  @Column('boolean')
  isDryRun: boolean;

  /** Whose request it is; null for the command line. */
  @Column('jsonb', { nullable: true })
  requestedBy: Pick<Actor, 'name' | 'requestId' | 'contact'> | null;

  /** The average balance of the open invoices by currency when the run was created: every slice decides by the same. */
  @Column('jsonb')
  averages: Record<string, string>;

  /** The open invoices when the run was created. */
  @Column('integer')
  total: number;

  /** The open invoices that were looked at. */
  @Column('integer')
  done: number;

  /** Null, like the other counts, in a run from before they were kept. */
  @Column('integer', { nullable: true })
  created: number | null;

  @Column('integer', { nullable: true })
  kept: number | null;

  @Column('integer', { nullable: true })
  superseded: number | null;

  /** The last invoice of the last slice; null before the first. */
  @Column('uuid', { nullable: true })
  lastInvoiceId: string | null;

  /** The slices that have failed since the last one that succeeded. */
  @Column('integer')
  failures: number;

  /** Why the run has failed; null if it has not. */
  @Column('text', { nullable: true })
  error: string | null;

  /** When a worker may take the next slice: of several runs, the one that is due first. Null once the run has ended. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  dueAt: Date | null;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt: Date;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  startedAt: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  finishedAt: Date | null;

  @ManyToOne(() => Company)
  @JoinColumn({ name: 'company_id' })
  company?: Company;
}

/** Whether slices of the run are still to come. */
export const isAtWork = ({ status }: PolicyRun): boolean => status === 'queued' || status === 'running';
