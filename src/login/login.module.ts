import { Module } from '@nestjs/common';
import { AccessModule } from '../api/access/access.module.js';
import { DeliveryModule } from '../delivery/delivery.module.js';
import { TenancyModule } from '../tenancy/tenancy.module.js';
import { LinkMails } from './links/link-mails.service.js';
import { LoginLinksRepository } from './links/login-links.repository.js';
import { LoginLinks } from './links/login-links.service.js';
import { LoginService } from './login.service.js';
import { LoginSweep } from './login-sweep.js';
import { IdentitiesRepository } from './oidc/identities.repository.js';
import { Identities } from './oidc/identities.service.js';
import { OidcController } from './oidc/oidc.controller.js';
import { OidcProvider } from './oidc/oidc-provider.js';
import { SessionController } from './session.controller.js';

@Module({
  imports: [AccessModule, DeliveryModule, TenancyModule],
  controllers: [SessionController, OidcController],
  providers: [
    Identities,
    IdentitiesRepository,
    LinkMails,
    LoginLinks,
    LoginLinksRepository,
    LoginService,
    LoginSweep,
    OidcProvider,
  ],
  exports: [LoginLinks, LoginSweep],
})
export class LoginModule {}
