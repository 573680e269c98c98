import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IgcTrustStore } from '@cachet/ans';
import {
  CERTIFICATE_ENTRY,
  claimsByCertificate,
  claimsOfPeople,
  type EntryDeps,
  type EntryOptions,
  EntryServer,
  type MailMeter,
  MOST_RECIPIENTS,
  MxSession,
  openSecoursDoor,
  PeerWatch,
  ServerIdentity,
  SignInPace,
  type SubmissionDeps,
  SubmissionSession,
} from '@cachet/mailedge/smtp';
import {
  composedMessage,
  consultTraces,
  type MailSafe,
  openMailSafe,
  PgFolders,
  PgMailRooms,
  PgMessageBytes,
  receiveToSpool,
} from '@cachet/mailstore';
import {
  ALL_UIDS,
  type Bal,
  DELETED,
  done,
  indexListeBlanche,
  type ListeBlanche,
  type MssAddress,
  type Outcome,
  refused,
  type SpecialFolder,
  type TraceEventKind,
  type VerifiedPerson,
} from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import { type Antivirus, LetterScanning, type Rspamd } from '@cachet/scanning';
import { type Database, PgBalStore, PgJournal, PgRouting } from '@cachet/schema';
import {
  TEST_MASTER_KEY,
  type TemporaryDatabase,
  TestSecours,
  type TestTenant,
  temporaryDatabase,
  withClient,
} from '@cachet/testkit';
import { type TestIdentity, TestIgc } from '@cachet/testkit/pki';

export const PEER_DOMAIN = 'peer-operateur.mssante.fr';
export const OTHER_PEER_DOMAIN = 'autre-operateur.mssante.fr';
export const MAX_BYTES = 300_000;
/** What our certificate is valid for: programs that no longer read the common name want it among these. */
export const OUR_NAMES = ['mx.cachet.test', 'psc.cachet.test', 'app.cachet.test'] as const;

/** A message found in a folder, its bytes as text. */
export interface FoundMessage {
  readonly raw: string;
  readonly flags: readonly string[];
}

/**
 * Both SMTP entries on real sockets, over a database of their own, with a certification branch, a liste blanche and an identity
 * provider that say what the test wants.
 */
export class EdgeUnderTest {
  listeBlanche: ListeBlanche | null = null;
  /** Tokens that Pro Santé Connect would confirm, and for whom. */
  readonly tokens = new Map<string, VerifiedPerson>();
  pscIsDown = false;
  postmaster: MssAddress | null = null;
  now = () => new Date();
  private maxBytes = MAX_BYTES;
  readonly secours = new TestSecours();
  readonly safe: MailSafe;
  /** Scanners, when the test has any. */
  antivirus: Antivirus | null = null;
  rspamd: Rspamd | null = null;
  readonly faults: unknown[] = [];
  readonly counted: string[] = [];
  /** Failed sign-ins wait for the beat only, unless the test asks for growing delays. */
  pace = new SignInPace(false);

  private constructor(
    readonly database: Database,
    readonly igc: TestIgc,
    public trust: IgcTrustStore,
    readonly identity: ServerIdentity,
    readonly operator: TestIdentity,
    readonly peer: TestIdentity,
    private readonly temporary: TemporaryDatabase,
    private readonly folder: string,
  ) {
    // As in production, long letters lie beside the database.
    this.safe = openMailSafe(database, {
      CACHET_MASTER_KEY: TEST_MASTER_KEY,
      CACHET_BLOB_DIR: join(folder, 'blobs'),
    });
  }

  get files(): { readonly certFile: string; readonly keyFile: string } {
    return { certFile: join(this.folder, 'cert.pem'), keyFile: join(this.folder, 'key.pem') };
  }

  watch!: PeerWatch;
  private readonly servers: EntryServer[] = [];
  mxPort = 0;
  submissionPort = 0;
  applicativePort = 0;

  static async start(change: Partial<EntryOptions> = {}): Promise<EdgeUnderTest> {
    const temporary = await temporaryDatabase();
    const database = await temporary.connect('mailedge');
    const igc = await TestIgc.create();
    const trust = await IgcTrustStore.load({
      chainPem: igc.chainPem,
      crlUrls: igc.crlUrls,
      ocspUrl: null,
      cacheFolder: null,
      fetch: igc.fetch,
    });
    await trust.refreshCrls();
    const operator = await igc.issue({ cn: 'mx.cachet.test', names: OUR_NAMES });
    const peer = await igc.issue({ cn: `mx.${PEER_DOMAIN}` });
    const folder = mkdtempSync(join(tmpdir(), 'cachet-edge-'));
    writeFileSync(join(folder, 'cert.pem'), operator.cert);
    writeFileSync(join(folder, 'key.pem'), operator.key, { mode: 0o600 });
    const identity = new ServerIdentity({
      certFile: join(folder, 'cert.pem'),
      keyFile: join(folder, 'key.pem'),
    });
    const edge = new EdgeUnderTest(database, igc, trust, identity, operator, peer, temporary, folder);
    edge.list();
    edge.maxBytes = change.maxMessageBytes ?? MAX_BYTES;
    await edge.listen(change);
    return edge;
  }

  /** Publishes the liste blanche: the peer's domain under the peer's DN, ours under ours, and what the test adds. */
  list(ourDomains: readonly string[] = [], more: readonly { domain: string; dn: string }[] = []): void {
    const rows = [
      { domain: PEER_DOMAIN, dn: this.peer.dn },
      ...ourDomains.map((domain) => ({ domain, dn: this.operator.dn })),
      ...more,
    ];
    this.listeBlanche = indexListeBlanche(rows, new Date());
  }

  /** With the scanners of this moment. */
  scanning(): LetterScanning {
    const options = { folder: join(this.folder, 'spool'), limit: this.maxBytes + 65_536 };
    const { antivirus, rspamd } = this;
    return new LetterScanning({ antivirus, rspamd, spool: (octets) => receiveToSpool(octets, options) });
  }

  deps(): EntryDeps {
    const scanning = this.scanning();
    return {
      hostname: 'mx.cachet.test',
      postmaster: this.postmaster,
      rooms: new PgMailRooms(this.database, this.safe),
      routing: new PgRouting(this.database),
      spool: scanning,
      strip: scanning.strip,
      quarantineMs: 30 * 86_400_000,
      messageOf: composedMessage,
      listeBlanche: () => this.listeBlanche,
      meter: this.meter,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      now: () => this.now(),
      newId,
    };
  }

  readonly meter: MailMeter = {
    received: () => this.counted.push('received'),
    submitted: () => this.counted.push('submitted'),
    refused: (entry, code) => this.counted.push(`${entry} ${code}`),
    attempted: (result) => this.counted.push(result),
  };

  verifyToken(token: string): Promise<Outcome<VerifiedPerson>> {
    if (this.pscIsDown) return Promise.resolve(refused('identityProviderUnavailable'));
    const person = this.tokens.get(token);
    return Promise.resolve(person ? done(person) : refused('authenticationFailed'));
  }

  /** A person who holds a BAL, and a token that says so. */
  async holder(tenant: TestTenant, address: string, options: { isTest?: boolean; quotaBytes?: number } = {}) {
    const person = await tenant.person();
    const bal = await tenant.bal({ address, responsible: person, ...options });
    const token = `token-of-${bal.address}`;
    this.tokens.set(token, { idNat: person.idNat, name: `${person.givenName} ${person.familyName}` });
    return { bal, person, token };
  }

  async messagesIn(tenant: TestTenant, bal: Bal, use: SpecialFolder): Promise<FoundMessage[]> {
    return this.database.withTenant(tenant.context(), async (sql) => {
      const folders = new PgFolders(sql, this.safe, bal.id);
      const folder = (await folders.list()).find(({ specialUse }) => specialUse === use);
      if (!folder) throw new Error(`no ${use} folder`);
      const found: FoundMessage[] = [];
      for (const { messageId, flags } of await folders.items(folder.id, ALL_UIDS)) {
        const stored = await PgMessageBytes.within(sql, this.safe, bal.id).open(messageId);
        const chunks = stored ? await Array.fromAsync(stored.bytes) : [];
        found.push({ raw: Buffer.concat(chunks).toString('utf8'), flags });
      }
      return found;
    });
  }

  async emptyFolder(tenant: TestTenant, bal: Bal, use: SpecialFolder): Promise<void> {
    await this.database.withTenant(tenant.context(), async (sql) => {
      const folders = new PgFolders(sql, this.safe, bal.id);
      const folder = (await folders.list()).find(({ specialUse }) => specialUse === use);
      if (!folder) throw new Error(`no ${use} folder`);
      await folders.storeFlags(folder.id, ALL_UIDS, { mode: 'add', flags: [DELETED] });
      await folders.expunge(folder.id, ALL_UIDS);
    });
  }

  traces(tenant: TestTenant, kind: TraceEventKind) {
    return this.database.withTenant(tenant.context(), (sql) =>
      sql.query<{ outcome: string; facts: Record<string, unknown>; actor: Record<string, unknown> }>(
        'select outcome, facts, actor from trace_event where kind = $1 order by at, id',
        [kind],
      ),
    );
  }

  /** As an auditor sees them. */
  async tracedSubjects(tenant: TestTenant, { id: balId }: { id: string }, kind: TraceEventKind) {
    const ever = { from: new Date(0), to: new Date('2100-01-01') };
    const question = { balId, ...ever, reader: 'Théo MARCHAND', reason: 'registre 12' };
    const traces = consultTraces(this.database, this.safe, tenant.context(), question);
    return (await Array.fromAsync(traces))
      .filter((trace) => trace.kind === kind)
      .map(({ subject }) => subject);
  }

  deliveries(tenant: TestTenant) {
    return this.database.withTenant(tenant.context(), (sql) =>
      sql.query<{ direction: string; state: string; sender: string | null; recipient: string; id: string }>(
        'select id, direction, state, sender, recipient from delivery order by direction desc, recipient',
      ),
    );
  }

  /** From now on the database refuses at COMMIT what writes a delivery. Answers how to heal it. */
  async failNextCommits(): Promise<() => Promise<void>> {
    const run = (text: string) => withClient(this.temporary.ownerUrl, (client) => client.query(text));
    await run(`
      create function no_commit() returns trigger language plpgsql as $$ begin raise exception 'disk on fire'; end $$;
      create constraint trigger no_commit after insert on delivery deferrable initially deferred
        for each row execute function no_commit()`);
    return async () => void (await run('drop function no_commit() cascade'));
  }

  async stop(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.stop(100)));
    await this.watch.close();
    this.identity.close();
    await this.temporary.drop();
    rmSync(this.folder, { recursive: true });
  }

  private async listen(change: Partial<EntryOptions>): Promise<void> {
    const routing = new PgRouting(this.database);
    this.watch = new PeerWatch(
      { rooms: new PgMailRooms(this.database, this.safe), operatorTenant: () => routing.operatorTenant() },
      (fault) => this.faults.push(fault),
    );
    const common: EntryOptions = {
      hostname: 'mx.cachet.test',
      identity: this.identity,
      limits: { toTlsMs: 60_000, idleMs: 60_000, sessionMs: 60_000 },
      maxMessageBytes: MAX_BYTES,
      asksCertificate: true,
      authMethods: [],
      maxFailedSignIns: 3,
      maxConnections: 200,
      maxConnectionsPerAddress: 100,
      openEntry: () =>
        new MxSession({
          ...this.deps(),
          certificates: this.trust,
          watch: this.watch,
        }),
      onFault: (fault) => this.faults.push(fault),
      ...change,
    };
    const secours = await openSecoursDoor({
      database: this.database,
      vault: this.secours.vault,
      clock: () => new Date(),
      onFault: (fault) => this.faults.push(fault),
    });
    const ofPeople = claimsOfPeople((token) => this.verifyToken(token), secours);
    const byCertificate = claimsByCertificate(this.trust.judgeOf('authCli'));
    const mx = new EntryServer({ mostRecipients: MOST_RECIPIENTS, ...common });
    const submission = new EntryServer({
      ...common,
      asksCertificate: false,
      authMethods: ['XOAUTH2'],
      moreAuthMethods: () => (secours.isOpen() ? ['PLAIN'] : []),
      openEntry: () => new SubmissionSession({ ...this.deps(), ...this.access() }, ofPeople),
    });
    const applicative = new EntryServer({
      ...common,
      authMethods: ['PLAIN'],
      otherMethods: CERTIFICATE_ENTRY,
      openEntry: () => new SubmissionSession({ ...this.deps(), ...this.access() }, byCertificate),
    });
    this.servers.push(mx, submission, applicative);
    this.applicativePort = await applicative.start({ port: 0, host: '127.0.0.1' });
    this.mxPort = await mx.start({ port: 0, host: '127.0.0.1' });
    this.submissionPort = await submission.start({ port: 0, host: '127.0.0.1' });
  }

  private access(): Omit<SubmissionDeps, keyof EntryDeps> {
    return {
      pace: this.pace,
      portalUrl: 'https://portail.cachet.test',
      inTenant: (context, work) =>
        this.database.withTenant(context, (sql) =>
          work({ bals: new PgBalStore(sql), journal: new PgJournal(sql) }),
        ),
    };
  }
}

/** A small letter, header and body. */
export function letter(from: string, to: string, body = 'Bonjour, voici le compte rendu.\r\n'): string {
  return [
    `From: ${from}`,
    `To: ${to}`,
    'Subject: Compte rendu',
    'Date: Fri, 20 Nov 2026 12:00:00 +0100',
    `Message-ID: <${newId()}@client.test>`,
    '',
    body,
  ].join('\r\n');
}

export function plain(address: string, password = 'secret'): string {
  return Buffer.from(`\0${address}\0${password}`).toString('base64');
}

export function xoauth2(address: string, token: string): string {
  return Buffer.from(`user=${address}\x01auth=Bearer ${token}\x01\x01`).toString('base64');
}
