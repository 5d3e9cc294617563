import { Body, Controller, Get, Param, Patch, Query, Req } from '@nestjs/common';
import { ApiExtraModels, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { ActorOf, CompanyOf } from '../../api/access/caller.decorator.js';
import { Operation, PathId } from '../../api/openapi/operation.decorator.js';
import { IdPipe } from '../../api/request/id.pipe.js';
import { pageEnvelope } from '../../api/response/page-envelope.js';
import { SearchQuery } from '../../input/list.query.js';
import type { Actor } from '../../tenancy/caller.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import { ContactsService } from '../../tenancy/contacts/contacts.service.js';
import { ContactAccessInput } from '../dto/contact-access.dto.js';
import { ContactAccessService } from './contact-access.service.js';
import { ContactEventData, ContactPage, ContactResponse } from '../dto/contact.response.js';

@ApiTags('Ledger')
@ApiExtraModels(ContactEventData)
@Controller('api/companies/:company_id/contacts')
export class ContactsController {
  constructor(
    private readonly contacts: ContactsService,
    private readonly access: ContactAccessService,
  ) {}

  @Get()
  @Operation('read', {
    id: 'listContacts',
    summary: 'List contacts',
    description:
      'Returns one page of the company’s contacts, ordered by name. Active contacts can be used as `approved_by`. `search` ' +
      'matches names and e-mail addresses.',
    response: ContactPage,
    responseDescription: 'One page of contacts.',
    paged: true,
  })
  async list(@CompanyOf() company: CompanyId, @Query() query: SearchQuery, @Req() request: Request) {
    return pageEnvelope(request, query, await this.contacts.list(company, query), ContactResponse.from);
  }

  @Patch(':contact_id')
  @PathId('contact_id', 'The id of the contact.')
  @Operation('admin', {
    id: 'updateContact',
    summary: 'Change the access of a contact',
    description:
      'Grants a contact access, changes its role, or ends its access with its sessions and tokens. Access belongs to the e-mail ' +
      'address at this time: if a ledger sync changes it, nobody can log in as the contact until access is granted again.',
    response: ContactResponse,
    responseDescription: 'The contact.',
    problems: ['last_admin'],
    writes: true,
  })
  async update(
    @CompanyOf() company: CompanyId,
    @Param('contact_id', IdPipe) id: string,
    @Body() { access_role }: ContactAccessInput,
    @ActorOf() actor: Actor,
  ): Promise<ContactResponse> {
    return ContactResponse.from(await this.access.setRole(company, id, access_role, actor));
  }
}
