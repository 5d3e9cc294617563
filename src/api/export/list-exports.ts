import { Injectable, type StreamableFile } from '@nestjs/common';
import { LIMITS } from '../../limits.js';
import { DomainError } from '../../problems/domain-error.js';
import { admit } from '../../tenancy/admission.js';
import { CallersService } from '../../tenancy/callers.service.js';
import { extendDeadline } from '../../time/deadline.js';
import { Slices } from '../../time/slices.js';
import type { CallerRequest } from '../access/caller.decorator.js';
import { streamResponse } from '../response/stream-response.js';
import { type CsvColumns, csvHead, csvLines } from '../../csv.js';
import { contentTypeOf, type ExportFormat } from './export-format.js';
import { ExportSlots } from './export-slots.js';

/** Rows that are converted in one step: fewer cost more, and more keep other requests waiting. */
const ROWS_AT_ONCE = 50;

/** A list that can be exported. */
export interface ExportedList<Row, Item> {
  /** The name of the file, without its extension. */
  name: string;
  /** Reads all rows, in batches. */
  all(): AsyncGenerator<Row[]>;
  /** The item of a row in a list, which is a line of NDJSON; for CSV it has all fields. */
  toItem(row: Row): Partial<Item>;
  csv: CsvColumns<Item>;
}

/** Sends all rows of a list, as fast as the client reads them. */
@Injectable()
export class ListExports {
  constructor(
    private readonly slots: ExportSlots,
    private readonly callers: CallersService,
  ) {}

  /**
   * Reads the first rows before the response begins, so that their errors have a status.
   * @throws DomainError throttled if another export of the company is running
   */
  async send<Row, Item>(
    request: CallerRequest,
    format: ExportFormat,
    list: ExportedList<Row, Item>,
  ): Promise<StreamableFile> {
    const response = request.res!;
    const end = this.slots.take(request.company);
    response.once('close', end);
    // A client may have disconnected before.
    if (response.closed) end();
    try {
      const batches = list.all();
      const first = await batches.next();
      // attachment() would take the content type from the name.
      response.set('Content-Disposition', `attachment; filename="${list.name}.${format}"`);
      return streamResponse(
        request,
        this.pieces(request, format, list, first, batches),
        contentTypeOf(format),
      );
    } catch (error) {
      end();
      throw error;
    }
  }

  private async *pieces<Row, Item>(
    request: CallerRequest,
    format: ExportFormat,
    { toItem, csv }: ExportedList<Row, Item>,
    first: IteratorResult<Row[], unknown>,
    batches: AsyncGenerator<Row[]>,
  ): AsyncGenerator<string> {
    const textOf = (rows: Row[]): string =>
      format === 'csv'
        ? csvLines(csv, rows.map(toItem) as Item[])
        : rows.map((row) => `${JSON.stringify(toItem(row))}\n`).join('');
    const slices = new Slices();
    let checkedAt = performance.now();
    try {
      if (format === 'csv') yield csvHead(csv);
      for (let batch = first; !batch.done; batch = await batches.next()) {
        for (let at = 0; at < batch.value.length; at += ROWS_AT_ONCE) {
          // Whatever the client has read, it gets as much time again.
          extendDeadline(LIMITS.streamDeadlineMs);
          yield textOf(batch.value.slice(at, at + ROWS_AT_ONCE));
          if (slices.isOver) await slices.next();
        }
        if (performance.now() - checkedAt < LIMITS.streamAccessMs) continue;
        await this.checkAccess(request);
        checkedAt = performance.now();
      }
    } finally {
      await batches.return(undefined);
    }
  }

  /** @throws DomainError if the token is not valid any more, or has lost the company or the scope */
  private async checkAccess({ user, company }: CallerRequest): Promise<void> {
    const caller = await this.callers.renew(user);
    if (!caller) throw new DomainError('authentication_failed');
    admit(caller, company, 'read');
  }
}
