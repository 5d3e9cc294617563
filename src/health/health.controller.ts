import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Text } from '../http/answers.js';
import { PublicOperation } from '../openapi/operation.decorator.js';
import { HealthRepository } from './health.repository.js';

class HealthResponse {
  @Text('How it is.', 'ok', { enum: ['ok'] })
  status: 'ok';
}

@ApiTags('Health')
@Controller('health')
export class HealthController {
  constructor(private readonly health: HealthRepository) {}

  @Get('live')
  @PublicOperation({
    id: 'live',
    summary: 'Is the process alive?',
    description: 'Answers as long as the process serves requests at all; restart it when it does not.',
    answers: HealthResponse,
    problems: ['invalid'],
  })
  live(): HealthResponse {
    return { status: 'ok' };
  }

  @Get('ready')
  @PublicOperation({
    id: 'ready',
    summary: 'Can it serve?',
    description: 'Answers 200 while the database answers, otherwise 503; send no traffic then.',
    answers: HealthResponse,
    problems: ['invalid', 'service_unavailable'],
  })
  async ready(): Promise<HealthResponse> {
    await this.health.ping();
    return { status: 'ok' };
  }
}
