import { Body, Controller, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Bulk } from '../api/request/bulk.decorator.js';
import { LIMITS } from '../limits.js';
import { Operation } from '../api/openapi/operation.decorator.js';
import { ActorOf, CompanyOf } from '../api/access/caller.decorator.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { SerializePerCompany } from '../api/request/serialize-per-company.decorator.js';
import { LedgerCountsResponse } from './dto/ledger-counts.response.js';
import { LedgerInput } from './dto/ledger.dto.js';
import { LedgerSyncService } from './ledger-sync.service.js';
import { recordsOf } from './records-of.js';
import { CANCELLATION_REASONS } from '../ledger/writes/invoice-changes.js';
import type { Actor } from '../tenancy/caller.js';

@ApiTags('Ledger')
@Controller('api/companies/:company_id/ledger')
export class LedgerSyncController {
  constructor(private readonly intake: LedgerSyncService) {}

  @Put()
  @Bulk({ exactNumbers: true })
  @SerializePerCompany()
  @Operation('ledger', {
    id: 'putLedger',
    summary: 'Write the ledger',
    description:
      'Takes in contacts, customers and invoices as your accounting system has them, each by its own key: what is new is ' +
      'created, what differs is updated, and the same again writes nothing. All or nothing: every bad row is named, and then ' +
      'none is taken. What a call does not name stays as it is.\n\nA row is the whole record: an optional field that it leaves ' +
      `out is empty afterwards. At most ${LIMITS.ledgerRows.toLocaleString('en')} rows and ` +
      `${LIMITS.bulkBody / 1024 / 1024} MiB a call; send the customers before, or together with, their invoices: one that nobody knows is named once the rows are well.\n\n` +
      'Proposed and scheduled actions on an invoice that is paid, void, another customer’s, newly disputed, or promised for a ' +
      `later day are cancelled with it, by \`system\`; the reason in the approval log is one of \`${CANCELLATION_REASONS.join('`, `')}\`.`,
    response: LedgerCountsResponse,
    responseDescription: 'How many rows of each kind were new, different and the same.',
    writes: true,
  })
  put(
    @CompanyOf() company: CompanyId,
    @Body() input: LedgerInput,
    @ActorOf() { requestId }: Actor,
  ): Promise<LedgerCountsResponse> {
    return this.intake.sync(company, recordsOf(input), requestId);
  }
}
