import { Body, Controller, Put, Query } from '@nestjs/common';
import { ApiExtraModels, ApiTags } from '@nestjs/swagger';
import { Bulk } from '../api/request/bulk.decorator.js';
import { LIMITS } from '../limits.js';
import { Operation } from '../api/openapi/operation.decorator.js';
import { ActorOf, CompanyOf } from '../api/access/caller.decorator.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { SerializePerCompany } from '../api/request/serialize-per-company.decorator.js';
import { LedgerEventData, LedgerCountsResponse } from './dto/ledger-counts.response.js';
import { LedgerInput, PutLedgerQuery } from './dto/ledger.dto.js';
import { LedgerSyncService } from './ledger-sync.service.js';
import { toLedgerRecords } from './records-of.js';
import { CANCELLATIONS, describeCodes } from '../ledger/writes/invoice-changes.js';
import type { Actor } from '../tenancy/caller.js';

@ApiTags('Ledger')
@ApiExtraModels(LedgerEventData)
@Controller('api/companies/:company_id/ledger')
export class LedgerSyncController {
  constructor(private readonly ledgerSync: LedgerSyncService) {}

  @Put()
  @Bulk({ exactNumbers: true })
  @SerializePerCompany()
  @Operation('ledger', {
    id: 'putLedger',
    summary: 'Sync the ledger',
    description:
      'Writes contacts, customers and invoices from your accounting system, identified by its keys: new rows are created, ' +
      'changed rows are updated, and unchanged rows are not written. Records that the request does not contain are kept. If ' +
      'any row is invalid, nothing is written, and the response lists every invalid field.\n\nA row is the whole record: ' +
      'optional fields that it omits become empty. Rows of `GET` responses can be sent back as they are: read-only fields are ' +
      `ignored. A request has at most ${LIMITS.ledgerRows.toLocaleString('en')} rows and ` +
      `${LIMITS.bulkBody / 1024 / 1024} MiB. The customer of an invoice must be in the same request or already in the ledger; ` +
      'unknown customers and conflicting invoices are reported once all rows are valid.\n\nAn invoice is identified by its ' +
      '`external_id` if the row has one, otherwise by its number. A number that repeats is never overwritten: ' +
      '`conflicting_invoice` names each such row.\n\nActions that are not sent or done yet, approved ones included, are cancelled ' +
      'by `system` if the change of their invoice takes away their reason. The approval log gives the reason, and the ' +
      `response the number of actions: ${describeCodes(CANCELLATIONS)}.`,
    response: LedgerCountsResponse,
    responseDescription:
      'The number of created, updated and unchanged rows of each kind, and of cancelled actions.',
    writes: true,
  })
  async put(
    @CompanyOf() company: CompanyId,
    @Query() { dry_run: dryRun }: PutLedgerQuery,
    @Body() input: LedgerInput,
    @ActorOf() actor: Actor,
  ): Promise<LedgerCountsResponse> {
    return this.ledgerSync.sync(company, await toLedgerRecords(input), actor, { dryRun });
  }
}
