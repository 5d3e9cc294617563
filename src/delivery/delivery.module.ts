import { Module } from '@nestjs/common';
import { SuppressionsController } from './suppressions/suppressions.controller.js';
import { SuppressionsRepository } from './suppressions/suppressions.repository.js';
import { SuppressionsService } from './suppressions/suppressions.service.js';

@Module({
  controllers: [SuppressionsController],
  providers: [SuppressionsService, SuppressionsRepository],
})
export class DeliveryModule {}
