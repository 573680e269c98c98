import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

interface Token {
  /** Seconds left to it; 0 for one that never ends. */
  ttl: number;
  readonly renewable: boolean;
  /** What a renewal grants at most. */
  readonly period: number;
  /** Seconds after which it is renewed no more. */
  longest: number;
}

const DENIED: Answer = { status: 403, body: { errors: ['permission denied'] } };

/**
 * As Vault answers: `encrypt` and `decrypt` of one key of its transit engine, `lookup-self` and `renew-self` of its tokens. Whatever else it
 * is asked, it refuses. Its time passes when told.
 */
export class FakeVault {
  readonly #kept = new Map<string, { plaintext: string; associated: string }>();
  readonly #tokens = new Map<string, Token>();
  readonly refused: string[] = [];
  readonly renewed: string[] = [];
  version = 1;
  isSealed = false;
  /** Done once, when a token was refused and before that is answered. */
  onRefused: () => void = () => undefined;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<FakeVault> {
    const server = createServer((request, response) => {
      void vault.#answer(request).then(({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      });
    });
    const vault = new FakeVault(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return vault;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  admit(name: string, token: Partial<Token> = {}): void {
    this.#tokens.set(name, { ttl: 0, renewable: true, period: 3_600, longest: Infinity, ...token });
  }

  pass(seconds: number): void {
    for (const [name, token] of this.#tokens) {
      if (token.ttl > 0 && token.ttl <= seconds) this.#tokens.delete(name);
      token.ttl = Math.max(0, token.ttl - seconds);
      token.longest -= seconds;
    }
  }

  async #answer(request: IncomingMessage): Promise<Answer> {
    const text = Buffer.concat(await Array.fromAsync(request)).toString();
    if (this.isSealed) return { status: 503, body: { errors: ['Vault is sealed'] } };
    const name = String(request.headers['x-vault-token']);
    const token = this.#tokens.get(name);
    if (!token || request.headers['x-vault-namespace'] !== 'sante') {
      this.onRefused();
      return DENIED;
    }
    const body = text === '' ? {} : JSON.parse(text);
    switch (`${request.method} ${request.url}`) {
      case 'POST /v1/transit/encrypt/cachet':
        return this.#encrypt(body);
      case 'POST /v1/transit/decrypt/cachet':
        return this.#decrypt(body);
      case 'GET /v1/auth/token/lookup-self':
        return { status: 200, body: { data: { ttl: token.ttl, renewable: token.renewable } } };
      case 'POST /v1/auth/token/renew-self':
        return this.#renew(name, token);
      default:
        this.refused.push(`${request.method} ${request.url}`);
        return DENIED;
    }
  }

  #renew(name: string, token: Token): Answer {
    if (!token.renewable) return { status: 400, body: { errors: ['lease is not renewable'] } };
    this.renewed.push(name);
    token.ttl = Math.min(token.period, token.longest);
    return { status: 200, body: { auth: { lease_duration: token.ttl, renewable: true } } };
  }

  #encrypt({ plaintext, associated_data: associated }: Record<string, string>): Answer {
    if (typeof associated !== 'string') return DENIED;
    const ciphertext = `vault:v${this.version}:${Buffer.from(String(this.#kept.size)).toString('base64')}`;
    this.#kept.set(ciphertext, { plaintext: plaintext ?? '', associated });
    return { status: 200, body: { data: { ciphertext, key_version: this.version } } };
  }

  #decrypt({ ciphertext, associated_data: associated }: Record<string, string>): Answer {
    const kept = this.#kept.get(ciphertext ?? '');
    return kept?.associated === associated
      ? { status: 200, body: { data: { plaintext: kept?.plaintext } } }
      : { status: 400, body: { errors: ['cipher: message authentication failed'] } };
  }
}
