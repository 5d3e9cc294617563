import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Config, DELIVERY_MODES, type DeliveryMode, deliveryModeOf } from '../config/config.js';
import { DatabaseReadiness } from '../database/database-readiness.js';
import { REPLICA_STATES, type ReplicaState } from '../database/replica/replica.js';
import { TextField } from './response/response-fields.js';
import { PublicOperation } from './openapi/operation.decorator.js';

class HealthResponse {
  @TextField('Always `ok`.', 'ok', { enum: ['ok'] })
  status: 'ok';
}

class ReadinessResponse extends HealthResponse {
  @TextField(
    'How this installation sends approved e-mails: `smtp` to a mail server, `sandbox` into files, or `external` not at all.',
    'sandbox',
    { enum: DELIVERY_MODES },
  )
  delivery: DeliveryMode;

  @TextField(
    'The state of the read replica: `current` if lists are read from it. Otherwise the primary serves them, because the replica is ' +
      '`behind`, `unavailable` or `not_a_replica` of the primary. Null without DATABASE_READ_URL.',
    'current',
    { enum: REPLICA_STATES, nullable: true },
  )
  read_replica: ReplicaState | null;
}

@ApiTags('Health')
@Controller('health')
export class HealthController {
  constructor(
    private readonly database: DatabaseReadiness,
    private readonly config: Config,
  ) {}

  @Get('live')
  @PublicOperation({
    id: 'live',
    summary: 'Check liveness',
    description:
      'Responds with 200 as long as the process serves requests. If it does not respond, restart it.',
    response: HealthResponse,
    responseDescription: 'The process is alive.',
  })
  live(): HealthResponse {
    return { status: 'ok' };
  }

  @Get('ready')
  @PublicOperation({
    id: 'ready',
    summary: 'Check readiness',
    description:
      'Responds with 200 if the database accepts writes, otherwise with 503. Send no traffic to a process that is not ready.',
    response: ReadinessResponse,
    responseDescription: 'The process is ready for requests.',
    problems: ['service_unavailable'],
  })
  async ready(): Promise<ReadinessResponse> {
    await this.database.check();
    return {
      status: 'ok',
      delivery: deliveryModeOf(this.config),
      read_replica: await this.database.replicaState(),
    };
  }
}
