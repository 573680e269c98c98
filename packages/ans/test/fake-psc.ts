import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

export type Answer = (response: ServerResponse, request: IncomingMessage) => void;

const IDNAT = '899700000011';

/** A Pro Santé Connect of one page each, over http, that answers as told and remembers what it was asked. */
export class FakePsc {
  issuer = '';
  readonly asked: string[] = [];
  readonly keys = new Map<string, CryptoKeyLike>();
  private readonly answers = new Map<string, Answer>();
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      const path = request.url ?? '';
      this.asked.push(path);
      const answer = this.answers.get(path);
      if (answer) answer(response, request);
      else response.writeHead(404).end();
    });
  }

  static async listen(): Promise<FakePsc> {
    const psc = new FakePsc();
    await new Promise<void>((resolve) => psc.server.listen(0, '127.0.0.1', resolve));
    const address = psc.server.address();
    if (typeof address !== 'object' || !address) throw new Error('not listening');
    psc.issuer = `http://127.0.0.1:${address.port}/realm`;
    await psc.addKey('k1');
    psc.answerJson('/realm/.well-known/wallet-openid-configuration', () => psc.metadata());
    psc.answers.set('/realm/certs', (response) => void psc.sendKeys(response));
    psc.answerJson('/realm/userinfo', () => psc.userinfo());
    return psc;
  }

  async addKey(kid: string): Promise<void> {
    this.keys.set(kid, await generateKeyPair('RS256', { extractable: true }));
  }

  metadata(): Record<string, unknown> {
    return {
      issuer: this.issuer,
      jwks_uri: `${this.issuer}/certs`,
      userinfo_endpoint: `${this.issuer}/userinfo`,
      id_token_signing_alg_values_supported: ['HS256', 'RS256', 'none', 'ES256'],
      acr_values_supported: ['0', '0'],
    };
  }

  userinfo(): Record<string, unknown> {
    return {
      sub: `f:550dc1c8:${IDNAT}`,
      SubjectNameID: IDNAT,
      given_name: 'CAMILLE',
      family_name: 'DURAND',
      preferred_username: IDNAT,
    };
  }

  /** The claims of an ordinary access token, one minute long as the real ones. */
  claims(): JWTPayload {
    const now = Math.floor(Date.now() / 1000);
    return {
      iss: this.issuer,
      sub: `f:550dc1c8:${IDNAT}`,
      iat: now,
      exp: now + 60,
      typ: 'Bearer',
      azp: 'un-logiciel',
      acr: 'eidas2',
      preferred_username: IDNAT,
    };
  }

  async token(change: JWTPayload = {}, header: Record<string, unknown> = {}, kid = 'k1'): Promise<string> {
    const key = this.keys.get(kid);
    if (!key) throw new Error(`no key ${kid}`);
    const claims = { ...this.claims(), ...change };
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid, ...header })
      .sign(key.privateKey);
  }

  answer(path: string, answer: Answer): void {
    this.answers.set(path, answer);
  }

  answerJson(path: string, body: () => unknown): void {
    this.answer(path, (response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body()));
    });
  }

  count(path: string): number {
    return this.asked.filter((asked) => asked === path).length;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Keys that do not name their algorithm: only our own list can refuse another. */
  private async sendKeys(response: ServerResponse): Promise<void> {
    const keys = await Promise.all(
      [...this.keys].map(async ([kid, { publicKey }]) => ({
        ...(await exportJWK(publicKey)),
        kid,
        use: 'sig',
      })),
    );
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys }));
  }
}

type CryptoKeyLike = Awaited<ReturnType<typeof generateKeyPair>>;
