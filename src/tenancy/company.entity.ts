import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** A tenant: the creditor whose receivables are collected. Every row except tokens belongs to exactly one company. */
@Entity()
export class Company {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  name: string;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt: Date;
}
