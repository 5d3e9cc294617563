import { Injectable, type PipeTransform } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DomainError } from '../../problems/domain-error.js';

/** An id that cannot be one is answered like one that is nobody's; capitals become small, as the database writes it. */
@Injectable()
export class IdPipe implements PipeTransform<string, string> {
  transform(id: string): string {
    if (!isUUID(id, 'loose')) throw new DomainError('not_found');
    return id.toLowerCase();
  }
}
