import { SetMetadata } from '@nestjs/common';

export const IN_TURN = 'daybook:in-turn';

/** For a handler that locks its company (see database/lock-company.ts): few of a company's such requests run at once. */
export const InTurn = () => SetMetadata(IN_TURN, true);
