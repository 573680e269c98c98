import 'reflect-metadata';
import { tmpdir } from 'node:os';
import type { LogoutNotice } from '@cachet/ans';
import { type MailSafe, openMailSafe, PgMailFiling, receiveToSpool } from '@cachet/mailstore';
import {
  type ActContext,
  type Bal,
  type DnsAnswer,
  done,
  type IdNat,
  type Outcome,
  type Person,
  type PortalPerson,
  refused,
} from '@cachet/mss-core';
import { createLogger, createMetrics } from '@cachet/runtime';
import type { Antivirus } from '@cachet/scanning';
import type { Database } from '@cachet/schema';
import {
  TEST_MASTER_KEY,
  type TemporaryDatabase,
  TestSecours,
  type TestTenant,
  temporaryDatabase,
} from '@cachet/testkit';
import type { Container, PublicSide } from '../container.js';
import { openDirectories } from '../directory/open-directory.js';
import { type ApiOptions, type RunningApi, startApi } from '../http/api-server.js';
import { guardedFetch } from '../managers/guarded-fetch.js';
import { ProviderClient } from '../managers/provider-client.js';
import { letterDoor, listOf } from './letter-door.fixture.js';

export const ORIGIN = 'https://portail.example';

export const PUBLIC_SIDE: PublicSide = {
  operatorName: 'Opérateur <fictif> & Cie',
  doors: {
    mx: ['mx.operateur.example'],
    submissionPsc: { host: 'smtp-psc.operateur.example', port: 587 },
    submissionAuthcli: { host: 'smtp-app.operateur.example', port: 587 },
    imapPsc: { host: 'imap-psc.operateur.example', port: 143 },
    imapAuthcli: { host: 'imap-app.operateur.example', port: 143 },
    autoconfig: 'portail.operateur.example',
    spf: ['mx'],
  },
};

/** What GraphQL answered, and how. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look at what they asked for
  readonly data: any;
  // biome-ignore lint/suspicious/noExplicitAny: tests look at what they asked for
  readonly errors: any[] | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: tests look at what they asked for
  readonly extensions: any;
}

/** A Pro Santé Connect that knows the tokens it was told. */
export class FakePsc {
  readonly #people = new Map<string, PortalPerson>();
  down = false;

  /** An access token that speaks for that person. */
  tokenOf(person: Pick<Person, 'idNat' | 'familyName'>): string {
    const token = `psc-${person.idNat}`;
    this.#people.set(token, { idNat: person.idNat, name: person.familyName, acr: 'eidas1' });
    return token;
  }

  /** The same, of one session there. */
  tokenOfSession(person: Pick<Person, 'idNat' | 'familyName'>, sid: string | null): string {
    const token = `psc-${person.idNat}-${sid}`;
    const psc = { sub: `f:1:${person.idNat}`, sid };
    this.#people.set(token, { idNat: person.idNat, name: person.familyName, acr: 'eidas1', psc });
    return token;
  }

  async verifyAccessToken(token: string): Promise<Outcome<PortalPerson>> {
    if (this.down) return refused('identityProviderUnavailable');
    const person = this.#people.get(token);
    return person ? done(person) : refused('authenticationFailed');
  }

  /** Notices of logout by their token, as if they were well signed. */
  readonly notices = new Map<string, LogoutNotice>();

  async verifyLogoutToken(token: string): Promise<Outcome<LogoutNotice>> {
    if (this.down) return refused('identityProviderUnavailable');
    const notice = this.notices.get(token);
    return notice ? done(notice) : refused('authenticationFailed', { objection: 'signature' });
  }

  async ready() {
    return this.down ? ({ ok: false, reason: 'no answer' } as const) : ({ ok: true } as const);
  }
}

/** A running API on a database of its own. Time is given: `now` is business time and wall time, moved by tests. */
export class ApiWorld {
  constructor(private readonly changed: Partial<Container> = {}) {}

  readonly psc = new FakePsc();
  readonly secours = new TestSecours();
  /** What the liste blanche refresh answers. */
  refreshed: Outcome<unknown> = done({});
  refreshes = 0;
  /** What the name servers answer, by `name TYPE`; nothing unless told. */
  readonly zone = new Map<string, DnsAnswer>();
  /** Domains of the trust space, beside which letters written here go nowhere. */
  trusted: readonly string[] = [];
  /** What scans letters written here; nothing unless told. */
  antivirus: Antivirus | null = null;
  /** Who said yes to which list. */
  readonly approvals: { readonly actor: ActContext['actor']; readonly sha256: string }[] = [];
  now = new Date('2026-11-20T12:00:00.000Z');
  api!: RunningApi;
  database!: Database;
  safe!: MailSafe;
  #temporary!: TemporaryDatabase;

  static async start(options: Partial<ApiOptions> = {}, changed: Partial<Container> = {}): Promise<ApiWorld> {
    const world = new ApiWorld(changed);
    world.#temporary = await temporaryDatabase();
    world.database = await world.#temporary.connect('api');
    world.safe = openMailSafe(world.database, { CACHET_MASTER_KEY: TEST_MASTER_KEY });
    world.api = await startApi(world.container(), {
      port: 0,
      bind: '127.0.0.1',
      origins: [ORIGIN],
      introspection: true,
      trusted: null,
      points: { most: 1_000_000_000, perSecond: 1 },
      ...options,
    });
    return world;
  }

  container(): Container {
    return {
      database: this.database,
      safe: this.safe,
      psc: this.psc,
      providers: new ProviderClient(
        guardedFetch(async () => ['127.0.0.1'], true),
        true,
        () => this.now,
      ),
      portalUrl: ORIGIN,
      pscClientId: 'cachet-portail',
      vault: this.secours.vault,
      listeBlanche: {
        // biome-ignore lint/suspicious/noExplicitAny: what a refresh gives is not looked at
        refresh: async (): Promise<any> => {
          this.refreshes += 1;
          return this.refreshed;
        },
        // biome-ignore lint/suspicious/noExplicitAny: what a refresh gives is not looked at
        approve: async (act, sha256): Promise<any> => {
          this.approvals.push({ actor: act.actor, sha256 });
          return this.refreshed;
        },
      },
      directories: openDirectories(this.database),
      letters: letterDoor(this.database, this.safe, () => listOf(this.trusted), this.antivirus),
      logger: createLogger('api', 'silent'),
      metrics: createMetrics('api'),
      clock: () => this.now,
      wallClock: () => this.now,
      balPolicy: { testBals: 25, addressRestMs: 365 * 86_400_000 },
      dns: {
        read: async (name, type) => this.zone.get(`${name} ${type}`) ?? { kind: 'records', values: [] },
      },
      callsPrivateAddresses: true,
      publicly: PUBLIC_SIDE,
      proxies: [],
      keyUse: 'test',
      sessions: { idle: 15 * 60_000, longest: 4 * 3_600_000 },
      ...this.changed,
    };
  }

  get url(): string {
    return `http://127.0.0.1:${this.api.port}`;
  }

  get temporary(): TemporaryDatabase {
    return this.#temporary;
  }

  async stop(): Promise<void> {
    await this.api.close();
    await this.#temporary.drop();
  }

  /** Asks an operation as the bearer of that token, or as nobody. */
  async ask(query: string, token?: string | null, variables: Record<string, unknown> = {}): Promise<Answer> {
    return this.post(JSON.stringify({ query, variables }), token);
  }

  async post(body: string, token?: string | null, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...headers,
      },
      body,
    });
    const json = (await response.json()) as Partial<Answer>;
    return {
      status: response.status,
      headers: response.headers,
      data: json.data ?? null,
      errors: json.errors,
      extensions: json.extensions,
    };
  }

  /** A portal session's token for that person. */
  async signIn(person: Pick<Person, 'idNat' | 'familyName'>): Promise<string> {
    const { data } = await this.openSession(this.psc.tokenOf(person));
    return data.openPortalSession.token;
  }

  openSession(accessToken: string): Promise<Answer> {
    return this.ask(
      `mutation ($token: String!) { openPortalSession(pscAccessToken: $token) {
         __typename ... on PortalSession { token idNat name expiresAt idleAt } ... on Refus { code message messageEn retryable } } }`,
      null,
      { token: accessToken },
    );
  }

  /** Puts a letter into the BAL's INBOX, or among those it sent; answers its id on the API. */
  async deliver(
    tenant: TestTenant,
    bal: Pick<Bal, 'id'>,
    letter: string,
    folder: 'inbox' | 'sent' = 'inbox',
  ): Promise<string> {
    const received = await receiveToSpool(one(letter), { folder: tmpdir(), limit: 20_000_000 });
    if (!received.ok) throw new Error(received.refusal.code);
    const context = tenant.context({ at: this.now });
    const filed = await this.database.withTenant(context, async (sql) => {
      const filing = new PgMailFiling(sql, this.safe);
      const messageId = await filing.keep(received.value);
      return filing.file(bal.id, folder, messageId, { seen: false, internalDate: this.now });
    });
    await received.value.dispose();
    if (!filed.ok) throw new Error(filed.refusal.code);
    return `${filed.value.folderId}.${filed.value.uid}`;
  }

  /** The kinds and outcomes of a tenant's traces, oldest first. */
  async traces(
    tenant: TestTenant,
  ): Promise<readonly { kind: string; outcome: string; actor: { idNat?: IdNat } }[]> {
    return this.database.withTenant(tenant.context(), (sql) =>
      sql.query('select kind, outcome, actor, bal_id, message_id, facts from trace_event order by id'),
    );
  }
}

async function* one(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text.replace(/\r?\n/g, '\r\n'));
}

/** A letter with a page, an inline image, a remote one, and a PDF. */
export const LETTER = `From: =?utf-8?Q?Dr_Ana=C3=AFs_Martin?= <anais.martin@peer-operateur.mssante.fr>
To: Camille <bal@structure.mssante.fr>
Subject: =?utf-8?B?Q29tcHRlIHJlbmR1IGTigJlhbmFseXNl?=
Date: Fri, 20 Nov 2026 12:59:00 +0100
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=m

--m
Content-Type: multipart/related; boundary=r

--r
Content-Type: text/html; charset=utf-8

<p onclick="x()">Bonjour</p><script>alert(1)</script><img src="cid:logo@x" alt="Logo"><img src="https://suivi.example/p.gif" alt="Suivi">
--r
Content-Type: image/png
Content-ID: <logo@x>
Content-Transfer-Encoding: base64

iVBORw0KGgo=
--r--
--m
Content-Type: application/pdf; name="=?utf-8?Q?R=C3=A9sultats_=22A=22.pdf?="
Content-Disposition: attachment
Content-Transfer-Encoding: base64

JVBERi0xLjcK
--m--
`;
