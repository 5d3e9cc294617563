import { Injectable, type PipeTransform } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DomainError } from '../../problems/domain-error.js';

/** A malformed id is 404, like an unknown one. Converts ids to lower case, as PostgreSQL returns them. */
@Injectable()
export class IdPipe implements PipeTransform<string, string> {
  transform(id: string): string {
    if (!isUUID(id, 'loose')) throw new DomainError('not_found');
    return id.toLowerCase();
  }
}
