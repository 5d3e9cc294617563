import { Module } from '@nestjs/common';
import { TenancyModule } from '../../tenancy/tenancy.module.js';
import { ExportSlots } from './export-slots.js';
import { ListExports } from './list-exports.js';
import { ListResponses } from './list-responses.js';

/** Lists by page, by cursor and as exports, for the rooms that have some. */
@Module({
  imports: [TenancyModule],
  providers: [ExportSlots, ListExports, ListResponses],
  exports: [ListResponses],
})
export class ExportModule {}
