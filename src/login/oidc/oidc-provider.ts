import { Injectable } from '@nestjs/common';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  discovery,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import { Config } from '../../config/config.js';
import { LIMITS } from '../../limits.js';
import type { Identity } from '../../tenancy/sessions/sessions.repository.js';
import { loginErrorOf, LoginError } from './oidc-errors.js';

/** What the browser keeps while the person is at the provider. */
export interface PendingLogin {
  state: string;
  nonce: string;
  codeVerifier: string;
}

/** A person at the provider. */
export interface Person {
  identity: Identity;
  /** Null if the provider does not say that it has verified the address. */
  email: string | null;
}

export const CALLBACK_PATH = '/api/session/oidc/callback';
/** Milliseconds for which a failed discovery is not repeated: anybody can ask for a log-in. */
const PAUSE_MS = 2_000;

/**
 * The OpenID provider of the installation, by the authorization code flow with PKCE, state and nonce. Its metadata are read when the
 * first person logs in, and again after a failure: without the provider the API starts and serves tokens.
 */
@Injectable()
export class OidcProvider {
  private configuration?: Promise<Configuration>;

  constructor(private readonly config: Config) {}

  get isConfigured(): boolean {
    return this.config.OIDC_ISSUER !== undefined;
  }

  /**
   * @param asksAccount whether the provider asks who the person is although it knows: its account may be the wrong one
   * @throws LoginError provider_unavailable
   */
  async begin(asksAccount: boolean): Promise<{ url: string; pending: PendingLogin }> {
    const configuration = await this.discovered();
    const pending = { state: randomState(), nonce: randomNonce(), codeVerifier: randomPKCECodeVerifier() };
    const url = buildAuthorizationUrl(configuration, {
      redirect_uri: this.urlOf(CALLBACK_PATH),
      scope: 'openid email',
      code_challenge: await calculatePKCECodeChallenge(pending.codeVerifier),
      code_challenge_method: 'S256',
      state: pending.state,
      nonce: pending.nonce,
      ...(asksAccount && { prompt: 'login' }),
    });
    return { url: url.href, pending };
  }

  /**
   * @param target path and query with which the provider sent the browser back
   * @throws LoginError
   */
  async complete(target: string, { state, nonce, codeVerifier }: PendingLogin): Promise<Person> {
    const configuration = await this.discovered();
    try {
      const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: codeVerifier };
      // Built from PUBLIC_URL: behind a proxy, the request has another scheme and host than the provider knows.
      const tokens = await authorizationCodeGrant(configuration, new URL(this.urlOf(target)), checks);
      const claims = tokens.claims()!;
      const { email, email_verified } =
        claims.email === undefined && configuration.serverMetadata().userinfo_endpoint
          ? await fetchUserInfo(configuration, tokens.access_token, claims.sub)
          : claims;
      const isVerified = typeof email === 'string' && email_verified === true;
      return { identity: { issuer: claims.iss, subject: claims.sub }, email: isVerified ? email : null };
    } catch (error) {
      throw loginErrorOf(error);
    }
  }

  private discovered(): Promise<Configuration> {
    this.configuration ??= this.discover().catch((error: unknown) => {
      setTimeout(() => (this.configuration = undefined), PAUSE_MS).unref();
      throw new LoginError('provider_unavailable', { cause: error });
    });
    return this.configuration;
  }

  private async discover(): Promise<Configuration> {
    const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET: secret } = this.config;
    const issuer = new URL(OIDC_ISSUER!);
    // The method of the standard, unless the provider knows only the other one.
    return discovery(
      issuer,
      OIDC_CLIENT_ID!,
      secret,
      (server, ...rest) => {
        const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
        const authenticate = methods.includes('client_secret_basic') ? ClientSecretBasic : ClientSecretPost;
        return authenticate(secret)(server, ...rest);
      },
      {
        timeout: LIMITS.oidcRequestMs / 1_000,
        // The configuration allows http for this machine alone.
        execute: issuer.protocol === 'http:' ? [allowInsecureRequests] : [],
      },
    );
  }

  private urlOf(path: string): string {
    return `${this.config.PUBLIC_URL}${path}`;
  }
}
