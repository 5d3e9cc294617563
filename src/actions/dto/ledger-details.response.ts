import { ApiProperty } from '@nestjs/swagger';
import { CustomerResponse } from '../../ledger/dto/customer.response.js';
import { InvoiceResponse } from '../../ledger/dto/invoice.response.js';
import { LIMITS } from '../../limits.js';
import { ActionResponse } from './action.response.js';

const OpenActions = (): PropertyDecorator =>
  ApiProperty({
    type: [ActionResponse],
    description: `What is proposed or scheduled, most urgent first; at most ${LIMITS.pageSize}.`,
  });

/** A customer with what waits for a decision. */
export class CustomerDetailResponse extends CustomerResponse {
  @OpenActions()
  open_actions: ActionResponse[];
}

/** An invoice with what waits for a decision. */
export class InvoiceDetailResponse extends InvoiceResponse {
  @OpenActions()
  open_actions: ActionResponse[];
}
