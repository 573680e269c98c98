import type { AddressInfo, ListenOptions, Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { PortTaken } from '@cachet/runtime';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import type { SMTPConnectionOptions } from 'smtp-server/lib/smtp-connection.js';
import { serverProfile } from '../../tls/profile.js';
import type { ServerIdentity } from '../../tls/server-identity.js';
import type { EntrySession, SessionLimits } from './entry.js';
import { STOPPING, UNKNOWN_MECHANISM } from './replies.js';
import type { SmtpReply } from './reply.js';
import { EntryConnection } from './smtp-connection.js';

export interface EntryOptions {
  readonly hostname: string;
  readonly identity: ServerIdentity;
  readonly limits: SessionLimits;
  readonly maxMessageBytes: number;
  /** Whether a client certificate is asked for; who judges it is the entry. */
  readonly asksCertificate: boolean;
  readonly authMethods: readonly string[];
  /** Those offered besides, for as long as this says so. */
  moreAuthMethods?(): readonly string[];
  /** What whoever asks for another mechanism is told. */
  readonly otherMethods?: SmtpReply;
  /** Failed sign-ins after which the session ends. */
  readonly maxFailedSignIns: number;
  /** At one time, in all and from one address. */
  readonly maxConnections: number;
  readonly maxConnectionsPerAddress: number;
  /** Recipients of one transaction, told to clients so that they cut their lists themselves (RFC 9422). */
  readonly mostRecipients?: number;
  openEntry(): EntrySession;
  onFault(fault: unknown): void;
}

/** A listener for one kind of client: MX, submission. */
export class EntryServer extends SMTPServer {
  readonly limits: SessionLimits;
  readonly maxMessageBytes: number;
  readonly maxFailedSignIns: number;
  readonly announcedLimits: readonly string[];
  readonly otherMethods: SmtpReply;
  /** The reply to everything once the server is stopping. */
  stopping: SmtpReply | null = null;
  private readonly clients = new Map<string, EntryConnection>();
  /** Sessions that are over and whose end is being written. */
  private readonly endings = new Set<Promise<void>>();
  readonly openEntry: () => EntrySession;
  readonly onFault: (fault: unknown) => void;

  constructor(private readonly entryOptions: EntryOptions) {
    super(libraryOptions(entryOptions));
    this.limits = entryOptions.limits;
    this.maxMessageBytes = entryOptions.maxMessageBytes;
    this.maxFailedSignIns = entryOptions.maxFailedSignIns;
    const { mostRecipients } = entryOptions;
    this.announcedLimits = mostRecipients ? [`LIMITS RCPTMAX=${mostRecipients}`] : [];
    this.otherMethods = entryOptions.otherMethods ?? UNKNOWN_MECHANISM;
    this.openEntry = entryOptions.openEntry;
    this.onFault = entryOptions.onFault;
    this.on('error', (fault) => this.socketFault(fault));
    entryOptions.identity.onRenewal(() => this.secureContext.set('*', entryOptions.identity.secureContext()));
  }

  /** The mechanisms offered now. */
  authMethods(): readonly string[] {
    const { authMethods, moreAuthMethods } = this.entryOptions;
    return [...authMethods, ...(moreAuthMethods?.() ?? [])];
  }

  override connect(socket: Socket | TLSSocket, options?: SMTPConnectionOptions | null): void {
    const connection = new EntryConnection(this, socket, options);
    this.connections.add(connection);
    this.clients.set(connection.id, connection);
    connection.on('error', (fault) => this.socketFault(fault));
    connection.init();
  }

  override onConnect(_session: SMTPServerSession, callback: () => void): void {
    callback();
  }

  override onSecure(
    socket: Socket | TLSSocket,
    { id }: SMTPServerSession,
    callback: (fault?: Error | null) => void,
  ): void {
    const client = this.clients.get(id);
    if (client && socket instanceof TLSSocket) void client.secured(socket).then(() => callback());
    else callback(new Error('no session to secure'));
  }

  override onClose({ id }: SMTPServerSession): void {
    const client = this.clients.get(id);
    this.clients.delete(id);
    if (!client) return;
    const ending = client.entry
      .closed(client.ending)
      .catch((fault: unknown) => this.onFault(fault))
      .finally(() => this.endings.delete(ending));
    this.endings.add(ending);
  }

  /** Null when the client may be served. */
  refuseConnection(connection: EntryConnection): SmtpReply | null {
    if (this.stopping) return this.stopping;
    const { maxConnections, maxConnectionsPerAddress } = this.entryOptions;
    if (this.connections.size > maxConnections) return TOO_MANY_CONNECTIONS;
    let fromThere = 0;
    for (const { remoteAddress } of this.connections) {
      if (remoteAddress === connection.remoteAddress) fromThere += 1;
    }
    return fromThere > maxConnectionsPerAddress ? TOO_MANY_CONNECTIONS : null;
  }

  /** @throws PortTaken */
  async start(door: ListenOptions & { readonly port: number }): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const refuse = (fault: NodeJS.ErrnoException) =>
      reject(fault.code === 'EADDRINUSE' ? new PortTaken(door.port) : fault);
    this.server.once('error', refuse);
    this.listen({ ...door }, resolve);
    await promise;
    this.server.off('error', refuse);
    return (this.server.address() as AddressInfo).port;
  }

  /** Takes nobody in any more, lets commands under way finish, then closes what is left and waits until every end is written. */
  async stop(graceMs: number): Promise<void> {
    this.stopping = STOPPING;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.server.close(() => resolve());
    for (const client of this.clients.values()) client.retire(STOPPING);
    const timer = setTimeout(() => {
      for (const client of this.clients.values()) client._socket.destroy();
      resolve();
    }, graceMs);
    await promise;
    clearTimeout(timer);
    await Promise.all(this.endings);
  }

  // Clients that go away or cannot shake hands are not our faults.
  private socketFault(fault: Error & { code?: string }): void {
    if (fault.code && !fault.code.startsWith('ERR_INTERNAL')) return;
    this.onFault(fault);
  }
}

function libraryOptions(options: EntryOptions): ConstructorParameters<typeof SMTPServer>[0] {
  return {
    ...serverProfile(options.identity.pair()),
    name: options.hostname,
    heloResponse: '%s',
    logger: false,
    size: options.maxMessageBytes,
    hideENHANCEDSTATUSCODES: false,
    disableReverseLookup: true,
    authOptional: true,
    authMethods: [...options.authMethods],
    disabledCommands: [
      ...(options.authMethods.length > 0 ? [] : ['AUTH']),
      ...['WIZ', 'SHELL', 'KILL', 'XCLIENT', 'XFORWARD'],
    ],
    socketTimeout: options.limits.idleMs,
    requestCert: options.asksCertificate,
    // A connector shows its *server* certificate, which OpenSSL would refuse to a client; it is judged by the entry.
    rejectUnauthorized: false,
  };
}

const TOO_MANY_CONNECTIONS: SmtpReply = { code: 421, enhanced: '4.7.0', text: 'Too many connections' };
