import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Response } from 'express';
import { Config } from '../config/config.js';
import { Public } from './access/access.decorator.js';

/** For people who open the address of the API in a browser. It is not part of the documented API. */
@ApiExcludeController()
@Controller()
export class RootController {
  constructor(private readonly config: Config) {}

  /** Redirects to the documentation; without it, links to the paths that need no other knowledge. */
  @Get()
  @Public()
  root(@Res() response: Response): void {
    if (this.config.API_DOCS === 'on') response.redirect('/api/docs');
    else response.json({ name: 'Daybook', health: '/health/ready', companies: '/api/companies' });
  }
}
