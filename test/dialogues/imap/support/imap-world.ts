import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  assembleImap,
  createImapServer,
  type ImapDeps,
  type ImapParts,
  type ImapServer,
  type ImapStore,
  openSecoursDoor,
  SignInPace,
} from '@cachet/mailedge/imap';
import { openMailSafe, receiveToSpool, type SafeSettings } from '@cachet/mailstore';
import {
  type Bal,
  type BalAccess,
  done,
  type Outcome,
  type Person,
  refused,
  type VerifiedPerson,
} from '@cachet/mss-core';
import { type Antivirus, LetterScanning } from '@cachet/scanning';
import { Database } from '@cachet/schema';
import {
  type LosingProxy,
  startLosingProxy,
  TEST_MASTER_KEY,
  type TemporaryDatabase,
  TestSecours,
  TestTenant,
  temporaryDatabase,
} from '@cachet/testkit';
import { CuttableLine } from './cuttable-line.js';
import { selfSigned } from './self-signed.js';

/** One holder with one BAL. */
export interface Holder {
  readonly tenant: TestTenant;
  readonly person: Person;
  readonly bal: Bal;
  readonly token: string;
}

/** A token that says whose it is, or `outage`: what Pro Santé Connect is asked about real ones is tested with its client. */
export function tokenOf(person: Pick<Person, 'idNat'>): string {
  return `fictional.${Buffer.from(person.idNat).toString('base64url')}`;
}

/** As in production, long messages lie beside the database. */
const safeSettings = (folder: string) => ({
  CACHET_MASTER_KEY: TEST_MASTER_KEY,
  CACHET_BLOB_DIR: path.join(folder, 'blobs'),
});

/** A real server on a real database, for one test file. */
export class ImapWorld {
  /** The scanner, when the test has any. */
  antivirus: Antivirus | null = null;

  private constructor(
    readonly database: Database,
    readonly server: ImapServer,
    readonly port: number,
    /** What the server said to its log. */
    readonly logged: readonly { readonly facts: object; readonly message: string }[],
    /** The server's line to PostgreSQL. */
    readonly line: CuttableLine,
    /** On that line, when the test asked for it. */
    readonly losing: LosingProxy | null,
    readonly secours: TestSecours,
    private readonly temporary: TemporaryDatabase,
    private readonly spool: string,
    private readonly people: Map<string, VerifiedPerson>,
  ) {}

  /** For who opens the same messages beside the server. */
  get safeSettings(): SafeSettings {
    return safeSettings(this.spool);
  }

  static async open(
    change: Partial<
      Pick<ImapDeps, 'entry' | 'limits' | 'now' | 'secureContext'> & Pick<ImapParts, 'structures'>
    > & {
      readonly losesAnswers?: boolean;
      /** What stands before the mail store. */
      readonly store?: (store: ImapStore) => ImapStore;
    } = {},
  ): Promise<ImapWorld> {
    const temporary = await temporaryDatabase();
    const losing = change.losesAnswers ? await startLosingProxy(temporary.appUrl) : null;
    const url = new URL(losing?.url ?? temporary.appUrl);
    const line = await CuttableLine.to(Number(url.port));
    url.port = String(line.port);
    const database = await Database.connect({ url: url.href, app: 'mailedge' });
    const spool = await mkdtemp(path.join(tmpdir(), 'cachet-imap-'));
    const people = new Map<string, VerifiedPerson>();
    const { context } = await selfSigned('mx.operateur-cachet.mssante.fr');
    let world: ImapWorld | null = null;
    const limits = { ...LIMITS, ...change.limits };
    const logged: { facts: object; message: string }[] = [];
    const log = (facts: object, message: string) => void logged.push({ facts, message });
    const secours = new TestSecours();
    const clock = () => new Date();
    const scanning = () =>
      new LetterScanning({
        antivirus: world?.antivirus ?? null,
        rspamd: null,
        spool: (octets) => receiveToSpool(octets, { folder: spool, limit: limits.messageBytes }),
      });
    const onFault = (fault: unknown) => log({ err: fault }, 'fault');
    const assembled = assembleImap({
      database,
      safe: openMailSafe(database, safeSettings(spool), { error: log }),
      scanning: {
        receive: (octets) => scanning().receive(octets),
        receiveFirst: (octets) => scanning().receiveFirst(octets),
      },
      quarantineMs: 30 * 86_400_000,
      newId: randomUUID,
      verifyToken: async (t) => verify(people, t),
      structures: change.structures ?? NO_STRUCTURE,
      secours: await openSecoursDoor({ database, vault: secours.vault, clock, onFault }),
    });
    const server = createImapServer({
      entry: change.entry ?? 'psc',
      secureContext: change.secureContext ?? (() => context),
      ...assembled,
      store: change.store?.(assembled.store) ?? assembled.store,
      pace: new SignInPace(false),
      portalUrl: 'https://portail.cachet.test',
      limits,
      log: { info: log, warn: log, error: log },
      now: change.now ?? (() => new Date()),
      newId: randomUUID,
    });
    const port = await server.listen({ port: 0, host: '127.0.0.1' });
    world = new ImapWorld(database, server, port, logged, line, losing, secours, temporary, spool, people);
    return world;
  }

  /** Somebody new, with a BAL of their own in a new structure. */
  async holder(address?: string): Promise<Holder> {
    const tenant = await TestTenant.create(this.database);
    const person = await tenant.person();
    const bal = await tenant.bal({ address, responsible: person });
    return { tenant, person, bal, token: this.know(person) };
  }

  /** Somebody who holds another's BAL otherwise than as its responsible. */
  async alsoHolds(holder: Holder, change: Partial<BalAccess>): Promise<Holder> {
    const person = await holder.tenant.person();
    await holder.tenant.access(holder.bal.id, person, { role: 'delegate', ...change });
    return { ...holder, person, token: this.know(person) };
  }

  know(person: Person): string {
    const token = tokenOf(person);
    this.people.set(token, { idNat: person.idNat, name: `${person.givenName} ${person.familyName}` });
    return token;
  }

  async traces(
    holder: Holder,
  ): Promise<readonly { kind: string; outcome: string; facts: Record<string, unknown> }[]> {
    return this.database.withTenant(holder.tenant.context(), (sql) =>
      sql.query('select kind, outcome, facts from trace_event where bal_id = $1 order by id', [
        holder.bal.id,
      ]),
    );
  }

  async close(): Promise<void> {
    await this.server.close();
    await this.database.close();
    this.line.close();
    await this.losing?.close();
    await this.temporary.drop();
    await rm(this.spool, { recursive: true, force: true });
  }
}

/** A judge for entries where nobody shows a certificate. */
const NO_STRUCTURE: ImapParts['structures'] = {
  judge: async () => refused('certificateMissing'),
};

export const LIMITS = {
  certificateMs: 30_000,
  idleMs: 15 * 60_000,
  sessionMs: 4 * 60 * 60_000,
  signInMs: 60_000,
  messageBytes: 25 * 1024 * 1024,
};

function verify(people: Map<string, VerifiedPerson>, token: string): Outcome<VerifiedPerson> {
  if (token === 'outage') return refused('identityProviderUnavailable');
  const person = people.get(token);
  return person ? done(person) : refused('authenticationFailed');
}
