import { newId } from '@cachet/runtime';
import type { Container } from './container.js';
import { assembleImap, createImapServer, type ImapDeps, type ImapServer } from './imap/index.js';
import { MOST_RECIPIENTS, MxSession } from './smtp/mx/mx-session.js';
import type { PeerWatch } from './smtp/mx/peer-watch.js';
import { claimsByCertificate, claimsOfPeople } from './smtp/submission/claims.js';
import { SubmissionSession } from './smtp/submission/submission-session.js';
import { CERTIFICATE_ENTRY } from './smtp/wire/replies.js';
import { type EntryOptions, EntryServer } from './smtp/wire/smtp-server.js';

/** To reach TLS; a session that is not encrypted by then has nothing to say. */
const TO_TLS_MS = 60_000;
// RFC 5321 §4.5.3.2.7: a server waits five minutes for the next command of another server.
const MX_IDLE_MS = 5 * 60_000;
/** EX_LPS_1200: a certificate revoked since ends the sessions it opened within a minute, silent ones too. */
const CERTIFICATE_MS = 30_000;
const STOP_MS = 9_000;

/** Where a listener listens. With `reusePort`, several processes listen there and the kernel divides connections between them. */
export interface Door {
  readonly port: number;
  readonly host: string;
  readonly reusePort: boolean;
}

/** One listener, whatever it speaks. */
export interface Listener {
  readonly name: 'mx' | 'submission' | 'submissionAuthcli' | 'imap' | 'imapAuthcli';
  readonly port: number;
  sessions(): number;
  stop(): Promise<void>;
}

/** Opens the five entries of the mail edge. */
export async function openListeners(container: Container): Promise<readonly Listener[]> {
  const { config } = container;
  const smtp = smtpEntries(container);
  const imap = imapEntries(container);
  const at = (port: number): Door => ({
    port,
    host: config.CACHET_BIND,
    reusePort: config.CACHET_MAILEDGE_SHARES_PORTS,
  });
  return [
    tellingAtTheEnd(await openSmtp('mx', smtp.mx, at(config.CACHET_MX_PORT)), container.smtp.watch),
    await openSmtp('submission', smtp.submission, at(config.CACHET_SUBMISSION_PSC_PORT)),
    await openSmtp('submissionAuthcli', smtp.submissionAuthcli, at(config.CACHET_SUBMISSION_AUTHCLI_PORT)),
    await openImap('imap', imap.psc, at(config.CACHET_IMAP_PSC_PORT)),
    await openImap('imapAuthcli', imap.authcli, at(config.CACHET_IMAP_AUTHCLI_PORT)),
  ];
}

function smtpEntries({ config, identity, logger, smtp, psc, trust, secours }: Container) {
  const sessionMs = config.CACHET_SESSION_MAX;
  const common: Omit<EntryOptions, 'openEntry'> = {
    hostname: config.CACHET_MAIL_HOSTNAME,
    identity,
    maxMessageBytes: config.CACHET_MAX_MESSAGE_BYTES,
    onFault: (fault) => logger.error({ err: fault }, 'smtp fault'),
    asksCertificate: false,
    authMethods: [],
    limits: { toTlsMs: TO_TLS_MS, idleMs: MX_IDLE_MS, sessionMs },
    maxFailedSignIns: config.CACHET_AUTH_RATE ? 3 : Infinity,
    maxConnections: 2000,
    maxConnectionsPerAddress: 600,
  };
  const ofPeople = claimsOfPeople((token) => psc.verifyAccessToken(token), secours);
  const byCertificate = claimsByCertificate(trust.judgeOf('authCli'));
  // EX_LPS_1000: any command resets the idle time, nothing the four hours.
  const limits = { toTlsMs: TO_TLS_MS, idleMs: config.CACHET_SESSION_IDLE, sessionMs };
  return {
    mx: new EntryServer({
      ...common,
      asksCertificate: true,
      mostRecipients: MOST_RECIPIENTS,
      openEntry: () => new MxSession(smtp),
    }),
    submission: new EntryServer({
      ...common,
      limits,
      authMethods: ['XOAUTH2'],
      // RE_LPS_0100: nothing shows where no structure switched it on.
      moreAuthMethods: () => (secours.isOpen() ? ['PLAIN'] : []),
      // EX_LPS_0110: no address is held back more than another; a proxy may hide a whole hospital.
      maxConnectionsPerAddress: common.maxConnections,
      openEntry: () => new SubmissionSession(smtp, ofPeople),
    }),
    submissionAuthcli: new EntryServer({
      ...common,
      limits,
      asksCertificate: true,
      authMethods: ['PLAIN'],
      otherMethods: CERTIFICATE_ENTRY,
      maxConnectionsPerAddress: common.maxConnections,
      openEntry: () => new SubmissionSession(smtp, byCertificate),
    }),
  };
}

function imapEntries(container: Container) {
  const {
    config,
    imapDatabase: database,
    safe,
    identity,
    clock,
    logger,
    psc,
    smtp,
    trust,
    secours,
    scanners,
  } = container;
  const limits = {
    idleMs: config.CACHET_SESSION_IDLE,
    sessionMs: config.CACHET_SESSION_MAX,
    signInMs: TO_TLS_MS,
    certificateMs: CERTIFICATE_MS,
    messageBytes: config.CACHET_MAX_MESSAGE_BYTES,
  };
  const verifyToken = (token: string) => psc.verifyAccessToken(token);
  const common: Omit<ImapDeps, 'entry'> = {
    ...assembleImap({
      ...{ database, safe, verifyToken, structures: trust.judgeOf('authCli'), secours, newId },
      scanning: scanners.scanning,
      quarantineMs: smtp.quarantineMs,
    }),
    secureContext: () => identity.secureContext(),
    pace: smtp.pace,
    portalUrl: smtp.portalUrl,
    limits,
    log: logger,
    now: clock,
    newId,
  };
  return {
    psc: createImapServer({ ...common, entry: 'psc' }),
    authcli: createImapServer({ ...common, entry: 'authcli' }),
  };
}

async function openSmtp(name: Listener['name'], server: EntryServer, door: Door): Promise<Listener> {
  return {
    name,
    port: await server.start(door),
    sessions: () => server.connections.size,
    stop: () => server.stop(STOP_MS),
  };
}

/** What was counted of refused peers is traced once none can come any more. */
function tellingAtTheEnd(listener: Listener, watch: PeerWatch): Listener {
  return {
    ...listener,
    stop: async () => {
      await listener.stop();
      await watch.close();
    },
  };
}

async function openImap(name: Listener['name'], server: ImapServer, door: Door): Promise<Listener> {
  return {
    name,
    port: await server.listen(door),
    sessions: () => server.sessions,
    stop: () => server.close(),
  };
}
