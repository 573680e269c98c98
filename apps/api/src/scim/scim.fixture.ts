import type { ApiWorld } from '../testing/api-world.fixture.js';
import { MSSANTE_USER, PATCH_OP, USER } from './schema-urns.js';

export interface ScimAnswer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look at what they asked for
  readonly body: any;
}

/** A directory that speaks SCIM with one key. */
export class ScimClient {
  constructor(
    private readonly world: ApiWorld,
    private readonly key: string | null,
  ) {}

  async ask(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<ScimAnswer> {
    const response = await fetch(`${this.world.url}/scim/v2${path}`, {
      method,
      headers: {
        ...(this.key && { authorization: `Bearer ${this.key}` }),
        ...(body !== undefined && { 'content-type': 'application/scim+json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? null : JSON.parse(text),
    };
  }

  get(path: string, headers: Record<string, string> = {}): Promise<ScimAnswer> {
    return this.ask('GET', path, undefined, headers);
  }

  find(kind: 'Users' | 'Groups', filter: string, more = ''): Promise<ScimAnswer> {
    return this.get(`/${kind}?filter=${encodeURIComponent(filter)}${more}`);
  }

  patch(
    path: string,
    operations: readonly object[],
    headers: Record<string, string> = {},
  ): Promise<ScimAnswer> {
    return this.ask('PATCH', path, { schemas: [PATCH_OP], Operations: operations }, headers);
  }

  async user(change: object = {}): Promise<ScimAnswer> {
    return this.ask('POST', '/Users', userOf(change));
  }
}

let count = 0;

/** A user as a directory would send them, known by nobody else. */
export function userOf(change: object = {}) {
  count += 1;
  return {
    schemas: [USER, MSSANTE_USER],
    userName: `personne-${count}@hopital.example`,
    name: { familyName: 'FICTIVE', givenName: 'Claude' },
    active: true,
    [MSSANTE_USER]: { rpps: rppsOf(count) },
    ...change,
  };
}

/** RPPS numbers that nobody has, with their Luhn key. */
export function rppsOf(number: number): string {
  const digits = `998${String(number).padStart(7, '0')}`;
  const sum = [...digits].reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}
