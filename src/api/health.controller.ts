import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DatabasePing } from '../database/database-ping.js';
import { TextField } from './response/response-fields.js';
import { PublicOperation } from './openapi/operation.decorator.js';

class HealthResponse {
  @TextField('How it is.', 'ok', { enum: ['ok'] })
  status: 'ok';
}

@ApiTags('Health')
@Controller('health')
export class HealthController {
  constructor(private readonly database: DatabasePing) {}

  @Get('live')
  @PublicOperation({
    id: 'live',
    summary: 'Is the process alive?',
    description: 'Answers as long as the process serves requests at all; restart it when it does not.',
    response: HealthResponse,
    responseDescription: 'It is.',
  })
  live(): HealthResponse {
    return { status: 'ok' };
  }

  @Get('ready')
  @PublicOperation({
    id: 'ready',
    summary: 'Can it serve?',
    description: 'Answers 200 while the database answers, otherwise 503; send no traffic then.',
    response: HealthResponse,
    responseDescription: 'It can.',
    problems: ['service_unavailable'],
  })
  async ready(): Promise<HealthResponse> {
    await this.database.ping();
    return { status: 'ok' };
  }
}
