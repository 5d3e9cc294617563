import { Injectable } from '@nestjs/common';
import type { ActionDetailRow } from '../../actions/inbox/action-rows.js';
import { effectiveSubjectOf } from '../../actions/inbox/derived-fields.js';
import { effectiveContent } from '../../actions/lifecycle/effective-content.js';
import type { Delivery } from '../../actions/store/deliveries/delivery.entity.js';
import { Config } from '../../config/config.js';
import { CompaniesService } from '../../tenancy/companies.service.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import type { OutgoingMessage } from './outgoing-message.js';

/** The sender of the sandbox, if neither the company nor the installation has one. The domain is reserved by RFC 2606. */
export const SANDBOX_SENDER = 'daybook@sandbox.invalid';

/** Makes e-mails of approved actions. */
@Injectable()
export class Messages {
  constructor(
    private readonly companies: CompaniesService,
    private readonly config: Config,
  ) {}

  async of(
    company: CompanyId,
    action: ActionDetailRow,
    { messageId, sender }: Pick<Delivery, 'messageId' | 'sender'>,
  ): Promise<OutgoingMessage> {
    const { from_name, from_email, reply_to, signature } = sender!;
    const name = from_name ?? (await this.companies.nameOf(company));
    const domain = messageId!.slice(messageId!.lastIndexOf('@') + 1);
    return {
      messageId: messageId!,
      // One thread for each invoice, and one for what concerns the customer as a whole.
      threadId: `<${[action.customer_id, action.invoice_id].filter(Boolean).join('.')}@${domain}`,
      from: { name, address: from_email ?? this.config.SMTP_FROM ?? SANDBOX_SENDER },
      replyTo: reply_to,
      to: action.to_recipients ?? [],
      cc: action.cc_recipients ?? [],
      subject: effectiveSubjectOf(action),
      content: effectiveContent(action)!,
      signature,
    };
  }
}
