import { ApiProperty } from '@nestjs/swagger';
import { CustomerResponse } from '../../ledger/dto/customer.response.js';
import { InvoiceResponse } from '../../ledger/dto/invoice.response.js';
import { LIMITS } from '../../limits.js';
import { ActionResponse } from './action.response.js';

const OpenActions = (): PropertyDecorator =>
  ApiProperty({
    type: [ActionResponse],
    description: `The proposed and scheduled actions that have not expired, most urgent first; at most ${LIMITS.pageSize}.`,
  });

export class CustomerDetailResponse extends CustomerResponse {
  @OpenActions()
  open_actions: ActionResponse[];
}

export class InvoiceDetailResponse extends InvoiceResponse {
  @OpenActions()
  open_actions: ActionResponse[];
}
