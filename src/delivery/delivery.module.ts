import { Module } from '@nestjs/common';
import { ActionsModule } from '../actions/actions.module.js';
import { Config, deliveryModeOf } from '../config/config.js';
import { EventsModule } from '../events/events.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { TenancyModule } from '../tenancy/tenancy.module.js';
import { DeliveryMetrics } from './delivery-metrics.js';
import { DeliveryWorker } from './delivery-worker.js';
import { HandOver } from './hand-over.service.js';
import { InstallationMail } from './mail/installation-mail.service.js';
import { Messages } from './mail/messages.service.js';
import { outboxIn, SandboxTransport } from './mail/sandbox-transport.js';
import { SmtpTransport } from './mail/smtp-transport.js';
import { TRANSPORT, type Transport } from './mail/transport.js';
import { ATTEMPT_MS } from './schedule/attempts.js';
import { Sender } from './sender.service.js';
import { SuppressionsController } from './suppressions/suppressions.controller.js';
import { SuppressionsRepository } from './suppressions/suppressions.repository.js';
import { SuppressionsService } from './suppressions/suppressions.service.js';

const transportOf = (config: Config): Transport =>
  deliveryModeOf(config) === 'smtp'
    ? new SmtpTransport(config.SMTP_URL!, ATTEMPT_MS)
    : new SandboxTransport(outboxIn(config.DATA_DIR));

@Module({
  imports: [ActionsModule, EventsModule, LedgerModule, SettingsModule, TenancyModule],
  controllers: [SuppressionsController],
  providers: [
    DeliveryMetrics,
    DeliveryWorker,
    HandOver,
    InstallationMail,
    Messages,
    Sender,
    SuppressionsService,
    SuppressionsRepository,
    { provide: TRANSPORT, useFactory: transportOf, inject: [Config] },
  ],
  exports: [DeliveryMetrics, DeliveryWorker, InstallationMail],
})
export class DeliveryModule {}
