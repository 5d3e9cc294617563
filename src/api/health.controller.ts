import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DatabaseReadiness } from '../database/database-readiness.js';
import { TextField } from './response/response-fields.js';
import { PublicOperation } from './openapi/operation.decorator.js';

class HealthResponse {
  @TextField('Always `ok`.', 'ok', { enum: ['ok'] })
  status: 'ok';
}

@ApiTags('Health')
@Controller('health')
export class HealthController {
  constructor(private readonly database: DatabaseReadiness) {}

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
    response: HealthResponse,
    responseDescription: 'The process is ready for requests.',
    problems: ['service_unavailable'],
  })
  async ready(): Promise<HealthResponse> {
    await this.database.check();
    return { status: 'ok' };
  }
}
