import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export const IDNAT = '899700000011';

type Claims = Readonly<Record<string, unknown>>;

/** A Pro Santé Connect of three pages, whose keys a test holds: it can sign what it likes, or forge. */
export class SmallPsc {
  readonly keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  readonly otherKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  readonly asked: string[] = [];
  /** What UserInfo says. */
  userinfo: Claims = { sub: `f:550dc1c8:${IDNAT}`, SubjectNameID: IDNAT };
  userinfoStatus = 200;

  private constructor(
    private readonly server: Server,
    readonly issuer: string,
  ) {}

  static async listen(): Promise<SmallPsc> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const psc = new SmallPsc(server, `http://127.0.0.1:${port}/realm`);
    server.on('request', (request, response) => {
      psc.asked.push(request.url ?? '');
      const [status, body] = psc.answer(request.url ?? '');
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    return psc;
  }

  get publicPem(): string {
    return this.keys.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  }

  claims(change: Claims = {}): Claims {
    const now = Math.floor(Date.now() / 1000);
    return {
      ...{ iss: this.issuer, sub: `f:550dc1c8:${IDNAT}`, iat: now, exp: now + 60, typ: 'Bearer' },
      ...{ azp: 'un-logiciel', acr: 'eidas2', preferred_username: IDNAT },
      ...change,
    };
  }

  token(change: Claims = {}, header: Claims = {}, key: KeyObject = this.keys.privateKey): string {
    const signed = unsigned({ alg: 'RS256', typ: 'JWT', kid: 'k1', ...header }, this.claims(change));
    return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
  }

  /** Signed with a secret that everybody knows. */
  hmac(secret: string | Buffer, alg = 'HS256'): string {
    const signed = unsigned({ alg, typ: 'JWT', kid: 'k1' }, this.claims());
    return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(path: string): [number, unknown] {
    switch (path) {
      case '/realm/.well-known/wallet-openid-configuration':
        return [200, this.metadata()];
      case '/realm/certs': {
        const jwk = createPublicKey(this.publicPem).export({ format: 'jwk' });
        return [200, { keys: [{ ...jwk, kid: 'k1', use: 'sig' }] }];
      }
      case '/realm/userinfo':
        return [this.userinfoStatus, this.userinfo];
      default:
        return [404, {}];
    }
  }

  private metadata() {
    return {
      issuer: this.issuer,
      jwks_uri: `${this.issuer}/certs`,
      userinfo_endpoint: `${this.issuer}/userinfo`,
      id_token_signing_alg_values_supported: ['none', 'HS256', 'RS256'],
    };
  }
}

/** Header and claims, either of which may be any text. */
export function unsigned(header: unknown, claims: unknown): string {
  const part = (value: unknown) =>
    Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
  return `${part(header)}.${part(claims)}`;
}
