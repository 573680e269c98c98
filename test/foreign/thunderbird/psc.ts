import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const CLIENT_ID = 'thunderbird-du-ch';
export const REDIRECT = 'https://localhost/psc';
const SCOPES = 'openid scope_all';

/**
 * Pro Santé Connect for people who are already signed in to it: the two addresses that a mail program meets, and only what the
 * program must say there (RFC 6749 §4.1 and §6, RFC 7636).
 */
export class PscForPrograms {
  private readonly people = new Map<string, string>();
  /** Codes given, each with whose it is and the challenge that its verifier must meet. */
  private readonly codes = new Map<string, { readonly address: string; readonly challenge: string }>();
  /** Each grant: its type, and whose token it gave. */
  readonly grants: string[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<PscForPrograms> {
    const server = createServer();
    const psc = new PscForPrograms(server);
    server.on('request', (request, response) => void psc.#answer(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return psc;
  }

  /** Whoever opens that BAL, and the access token that says so. */
  know(address: string, accessToken: string): void {
    this.people.set(address, accessToken);
  }

  /** What an add-on tells Thunderbird of it, for the servers of those names. */
  addOn(hostnames: readonly string[]): object {
    return {
      issuer: 'psc.cachet.test',
      clientId: CLIENT_ID,
      authorizationEndpoint: `${this.#url}/authorize`,
      tokenEndpoint: `${this.#url}/token`,
      redirectionEndpoint: REDIRECT,
      usePKCE: true,
      hostnames,
      scopes: SCOPES,
    };
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  get #url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.#url);
    if (pathname === '/authorize') return this.#authorize(Object.fromEntries(searchParams), response);
    const body = Buffer.concat(await Array.fromAsync(request)).toString('utf8');
    if (pathname === '/token') return this.#grant(Object.fromEntries(new URLSearchParams(body)), response);
    response.writeHead(404).end();
  }

  #authorize(asked: Record<string, string>, response: ServerResponse): void {
    const { login_hint: address = '', code_challenge: challenge = '', state = '' } = asked;
    const isExpected =
      asked.response_type === 'code' &&
      asked.client_id === CLIENT_ID &&
      asked.redirect_uri === REDIRECT &&
      asked.scope === SCOPES &&
      asked.code_challenge_method === 'S256' &&
      this.people.has(address);
    if (!isExpected) return void response.writeHead(400).end();
    const code = randomUUID();
    this.codes.set(code, { address, challenge });
    const location = `${REDIRECT}?${new URLSearchParams({ code, state })}`;
    response.writeHead(302, { location }).end();
  }

  #grant(asked: Record<string, string>, response: ServerResponse): void {
    const address = asked.grant_type === 'refresh_token' ? this.#refreshed(asked) : this.#byCode(asked);
    this.grants.push(`${asked.grant_type} ${address}`);
    const answer = address
      ? {
          access_token: this.people.get(address),
          refresh_token: `refresh ${address}`,
          token_type: 'Bearer',
          expires_in: 120,
        }
      : { error: 'invalid_grant' };
    response
      .writeHead(address ? 200 : 400, { 'content-type': 'application/json' })
      .end(JSON.stringify(answer));
  }

  #refreshed({ refresh_token: token = '' }: Record<string, string>): string | null {
    const address = token.replace(/^refresh /, '');
    return this.people.has(address) ? address : null;
  }

  #byCode({ code = '', code_verifier: verifier = '' }: Record<string, string>): string | null {
    const given = this.codes.get(code);
    this.codes.delete(code);
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    return given?.challenge === challenge ? given.address : null;
  }
}
