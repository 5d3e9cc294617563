import { LIMITS } from '../limits.js';
import type { FieldError } from './domain-error.js';

/** The errors of an input: as many as a response lists, and of the others only their number. */
export class FieldErrors {
  readonly listed: FieldError[] = [];
  count = 0;

  static of(...errors: FieldError[]): FieldErrors {
    const all = new FieldErrors();
    for (const error of errors) all.add(() => error);
    return all;
  }

  /** @param describe is called only if the error is listed */
  add(describe: () => FieldError): void {
    this.count += 1;
    if (this.listed.length < LIMITS.fieldErrors) this.listed.push(describe());
  }

  /** Adds the errors of a part of the input after its own. */
  addAll({ listed, count }: FieldErrors): void {
    for (const error of listed) this.add(() => error);
    this.count += count - listed.length;
  }
}
