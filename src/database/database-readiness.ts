import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

@Injectable()
export class DatabasePing {
  constructor(private readonly dataSource: DataSource) {}

  /** @throws the driver's error if the database does not respond */
  async ping(): Promise<void> {
    await this.dataSource.query('SELECT 1');
  }
}
