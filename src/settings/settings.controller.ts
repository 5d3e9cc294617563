import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiExtraModels, ApiTags } from '@nestjs/swagger';
import { ActorOf, CompanyOf } from '../api/access/caller.decorator.js';
import { Operation } from '../api/openapi/operation.decorator.js';
import type { Actor } from '../tenancy/caller.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { SettingsInput, SettingsResponse, SettingsEventData } from './dto/settings.dto.js';
import { SettingsService } from './settings.service.js';

@ApiTags('Companies')
@ApiExtraModels(SettingsEventData)
@Controller('api/companies/:company_id/settings')
export class SettingsController {
  constructor(private readonly settings: SettingsService) {}

  @Get()
  @Operation('read', {
    id: 'getSettings',
    summary: 'Get the settings',
    description: 'Returns the settings of the company: what it has set, and when that last changed.',
    response: SettingsResponse,
    responseDescription: 'The settings.',
  })
  async get(@CompanyOf() company: CompanyId): Promise<SettingsResponse> {
    return SettingsResponse.from(await this.settings.get(company));
  }

  @Patch()
  @Operation('admin', {
    id: 'updateSettings',
    summary: 'Change settings',
    description:
      'Changes the given settings and keeps the others. In a setting that is an object, members are merged (RFC 7396): a member ' +
      'that is absent is kept, and null removes it. `delivery_window` and `closed_days` are replaced as a whole. A change applies to ' +
      'later runs of the policy and to later deliveries.',
    response: SettingsResponse,
    responseDescription: 'All settings after the change.',
    writes: true,
  })
  async update(
    @CompanyOf() company: CompanyId,
    @Body() input: SettingsInput,
    @ActorOf() actor: Actor,
  ): Promise<SettingsResponse> {
    return SettingsResponse.from(await this.settings.update(company, input, actor));
  }
}
