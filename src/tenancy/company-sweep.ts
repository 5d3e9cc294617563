import { Inject, Injectable } from '@nestjs/common';
import { LOG, type Log } from '../observability/log.js';
import { OperatorAdmission } from './admission.js';
import type { CompanyId } from './company-id.js';

/** Does the background work of a sweep in one company after the other. */
@Injectable()
export class CompanySweep {
  constructor(
    private readonly admission: OperatorAdmission,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /**
   * A company whose work fails does not keep the others from theirs: the error is logged, and the next run of the sweep tries again.
   * @returns the ids of the companies whose work failed
   */
  async each(ids: Iterable<string>, work: (company: CompanyId) => Promise<unknown>): Promise<string[]> {
    const failed: string[] = [];
    for (const id of ids) {
      try {
        await work(await this.admission.admit(id));
      } catch (err) {
        failed.push(id);
        this.log.warn({ err, company_id: id }, 'a sweep failed');
      }
    }
    return failed;
  }
}
