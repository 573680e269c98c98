import { mkdirSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Context, Provider } from 'oidc-provider';
import { readBody, sendJson } from '../http/exchange.js';
import { type Listening, serveHttp } from '../http/server.js';
import { mountedAt, showPage } from '../openid/provider-parts.js';
import { cookieKey } from '../psc/realm.js';
import type { HospitalWorld } from '../world/world.js';
import { Accounts } from './accounts.js';
import { HospitalBehaviour } from './hospital-control.js';
import { logoutNotice } from './logout-notice.js';
import { HospitalPages } from './pages.js';
import { createHospitalProvider, HOSPITAL_PATH, LOGIN_PATH } from './provider.js';
import { SigningKeys } from './signing-keys.js';
import { spoilt } from './spoilt-token.js';

/** Longer than the product waits for a provider. */
const SLOW_MS = 7_000;

/** The identity provider of one hospital, where its managers without a card have an account. */
export class Hospital {
  readonly behaviour = new HospitalBehaviour();
  readonly accounts: Accounts;
  readonly #pages: HospitalPages;
  #provider: Provider;

  private constructor(
    readonly issuer: string,
    readonly world: HospitalWorld,
    readonly keys: SigningKeys,
    readonly cookieKey: string,
  ) {
    this.accounts = new Accounts(world.accounts);
    this.#pages = new HospitalPages(world.name);
    this.#provider = this.#made();
  }

  /** Opens what is kept in `folder`, of an issuer that stands at `origin`. */
  static async open(folder: string, origin: string, world: HospitalWorld): Promise<Hospital> {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const keys = await SigningKeys.open(folder);
    return new Hospital(`${origin}${HOSPITAL_PATH}`, world, keys, cookieKey(join(folder, 'cookie.key')));
  }

  listen(port: number): Promise<Listening> {
    return serveHttp(port, (request, response) => this.#answer(request, response));
  }

  /** Signs with a new key from now on; sessions go on. */
  async rotate(): Promise<void> {
    await this.keys.rotate();
    this.#provider = this.#made();
  }

  /** Tells the product that all of somebody’s sessions ended, and answers what it answered. */
  async tellLogout(subject: string, jti?: string): Promise<number> {
    const { world, issuer, keys } = this;
    const token = await logoutNotice({ issuer, key: keys.current, clientId: world.clientId }, subject, jti);
    const body = new URLSearchParams({ logout_token: token });
    return (await fetch(world.backchannelLogoutUri, { method: 'POST', body })).status;
  }

  #made(): Provider {
    const provider = createHospitalProvider(this, this.#pages);
    provider.use((context, next) => this.#spoil(context, next));
    return provider;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.behaviour.service === 'unavailable')
      return sendJson(response, 503, { error: 'temporarily_unavailable' });
    if (this.behaviour.service === 'slow') await wait(SLOW_MS);
    const path = request.url ?? '/';
    if (!path.startsWith(`${HOSPITAL_PATH}/`)) return sendJson(response, 404, { error: 'not_found' });
    if (path.startsWith(`${HOSPITAL_PATH}${LOGIN_PATH}/`)) return this.#login(request, response, path);
    return this.#provider.callback()(mountedAt(HOSPITAL_PATH, request), response);
  }

  async #login(request: IncomingMessage, response: ServerResponse, action: string): Promise<void> {
    const isKnown = await this.#provider.interactionDetails(request, response).then(
      () => true,
      () => false,
    );
    if (!isKnown)
      return showPage(
        response,
        400,
        this.#pages.message('La demande a expiré', 'Revenez au portail et recommencez.'),
      );
    const form = new URLSearchParams(
      request.method === 'POST' ? (await readBody(request)).toString('utf8') : '',
    );
    const account = this.accounts.bySubject(form.get('subject') ?? '');
    if (!account && !form.has('cancel'))
      return showPage(response, 200, this.#pages.login(action, this.accounts.all));
    await this.#provider.interactionFinished(
      request,
      response,
      account
        ? { login: { accountId: account.subject, acr: 'mot-de-passe', amr: ['pwd'], remember: false } }
        : { error: 'access_denied', error_description: 'annulé' },
      { mergeWithLastSubmission: false },
    );
  }

  async #spoil(context: Context, next: () => Promise<void>): Promise<void> {
    await next();
    const { oidc, body } = context;
    const fault = this.behaviour.token;
    if (fault && oidc?.route === 'token' && isTokenAnswer(body))
      body.id_token = await spoilt(body.id_token, fault, this.keys.current);
  }
}

function isTokenAnswer(body: unknown): body is { id_token: string } {
  return typeof body === 'object' && body !== null && 'id_token' in body;
}
