import { type SmtpBehaviour, smtpError } from '../../support/smtp-sink.js';
import type { Random } from './random.js';

/** A mail server as it can be: slow, full, strict, and gone in the middle of an e-mail. */
export const faultyMailServer = (random: Random) => (): SmtpBehaviour =>
  random.choose<SmtpBehaviour>([
    [76, { delayMs: random.below(300) }],
    [8, { onData: () => smtpError(451, 'busy') }],
    [4, { onData: () => smtpError(554, 'refused') }],
    [3, { drop: 'before-accepting' }],
    [3, { drop: 'after-accepting' }],
    [6, { delayMs: 1_500 }],
  ]);
