import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { Gauge } from '@cachet/runtime';
import {
  type ExecutionArgs,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  parse,
  validate,
} from 'graphql';
import { type Context, type SubscribePayload } from 'graphql-ws';
import { type Extra, useServer } from 'graphql-ws/use/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Container } from '../container.js';
import type { Caller } from '../context/caller.js';
import { clientAddress } from '../context/client-address.js';
import { isSpoken, publicError } from '../errors/public-error.js';
import { admit, LIMITS } from '../gate/admit.js';
import type { Points } from '../gate/points.js';
import { spend } from '../gate/spend.js';
import { type TrustedDocuments, textAsked, trust } from '../gate/trusted-documents.js';
import { authenticateSocket } from '../session/authenticate.js';
import { EventTails } from './event-tail.js';
import { type Heard, socketContextOf } from './make-socket-context.js';
import { SocketGuard } from './socket-guard.js';
import { subscribeOnce } from './subscribe-once.js';
import { WatchTails } from './watch-tail.js';

interface SocketOptions {
  readonly origins: readonly string[];
  readonly introspection: boolean;
  readonly points: Points;
  readonly trusted: TrustedDocuments | null;
}

/** What one socket carries from its opening to its end. */
interface SocketExtra extends Record<PropertyKey, unknown> {
  caller: Caller;
  guard: SocketGuard;
}

/** What every socket of the process shares. */
interface Served extends Heard {
  readonly schema: GraphQLSchema;
}

type Socket = Context<{ authorization?: string }, Extra & Partial<SocketExtra>>;

const MAX_SUBSCRIPTIONS = 20;
const LARGEST_MESSAGE = 64 * 1024;
/** Octets that wait for a client to read them: one that goes on asking meanwhile is cut. */
const MOST_UNREAD = 1024 * 1024;
const INIT_WITHIN_MS = 3_000;

/**
 * Subscriptions over graphql-ws, on the API's own port. A socket opens for a known caller coming from an admitted origin, and is
 * closed (4403) within a minute once the session ends or a right it uses is withdrawn.
 */
export function openSocketServer(
  server: Server,
  schema: GraphQLSchema,
  container: Container,
  options: SocketOptions,
): { close(): Promise<void> } {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_MESSAGE });
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Whoever asks may vanish before the answer: the loss of one socket is nobody else's fault.
    socket.on('error', () => socket.destroy());
    if (!isAdmitted(request, options.origins)) return refuseUpgrade(socket);
    sockets.handleUpgrade(request, socket, head, (opened) => sockets.emit('connection', opened, request));
  };
  server.on('upgrade', upgrade);
  sockets.on('connection', cutWhenUnread);
  const guards = new Set<SocketGuard>();
  const served = { schema, container, tails: new EventTails(container), watches: new WatchTails(container) };
  count(container, guards);
  const graphql = useServer<{ authorization?: string }, SocketExtra>(
    {
      connectionInitWaitTimeout: INIT_WITHIN_MS,
      onConnect: async (context) => {
        const caller = await authenticateSocket(
          container,
          context.connectionParams?.authorization,
          clientAddress(context.extra.request, container.proxies),
        );
        if (!caller) return false;
        context.extra.caller = caller;
        context.extra.guard = new SocketGuard(container, caller, context.extra.socket);
        guards.add(context.extra.guard);
        return true;
      },
      subscribe: subscribeOnce,
      onSubscribe: (context, _id, payload) => prepare(served, context, payload, options),
      onNext: (_context, _id, _payload, args, result) =>
        result.errors
          ? { ...result, errors: result.errors.map((error) => shown(container, args, error)) }
          : undefined,
      onClose: ({ extra: { guard } }) => {
        guard?.stop();
        if (guard) guards.delete(guard);
      },
    },
    sockets,
  );
  return {
    close: async () => {
      server.off('upgrade', upgrade);
      await graphql.dispose();
    },
  };
}

/** Answers wait in memory for whoever does not read. */
function cutWhenUnread(socket: WebSocket): void {
  socket.on('message', () => {
    if (socket.bufferedAmount > MOST_UNREAD) socket.terminate();
  });
}

/** Parses, validates and admits one operation; answers how to execute it, or why not. */
function prepare(
  served: Served,
  context: Socket,
  payload: SubscribePayload,
  { introspection, points, trusted }: SocketOptions,
): ExecutionArgs | readonly GraphQLError[] {
  const { schema } = served;
  const { caller, guard, request } = context.extra;
  if (!caller || !guard) return [new GraphQLError('', { extensions: { code: 'UNAUTHENTICATED' } })];
  if (Object.keys(context.subscriptions).length > MAX_SUBSCRIPTIONS) return [tooManySubscriptions()];
  try {
    const text =
      textAsked(trusted, { query: payload.query, documentId: payload.extensions?.documentId }) ?? '';
    trust(trusted, caller, text);
    const document = parse(text, { maxTokens: LIMITS.tokens });
    const errors = validate(schema, document, undefined, { maxErrors: 10 });
    if (errors.length > 0) return introspection ? errors : errors.map(withoutHints);
    const operation = getOperationAST(document, payload.operationName);
    if (operation?.operation !== 'subscription') return [subscriptionsOnly()];
    const variableValues = payload.variables ?? {};
    spend(points, caller, admit(document, operation, variableValues, caller).cost);
    const contextValue = socketContextOf(served, caller, guard, request);
    return { schema, document, operationName: payload.operationName, variableValues, contextValue };
  } catch (error) {
    if (error instanceof GraphQLError) return [spokenOnly(error)];
    throw error;
  }
}

function spokenOnly(error: GraphQLError): GraphQLError {
  return new GraphQLError(error.message, { extensions: publicError(error.toJSON(), '').extensions ?? {} });
}

function shown(container: Container, args: ExecutionArgs, error: GraphQLError) {
  const correlationId = String((args.contextValue as { correlationId?: unknown })?.correlationId ?? '');
  if (!isSpoken(error)) container.logger.error({ correlationId, err: error.originalError ?? error }, 'fault');
  return new GraphQLError(publicError(error.toJSON(), correlationId).message, {
    path: error.path ?? null,
    extensions: publicError(error.toJSON(), correlationId).extensions ?? {},
  });
}

// A browser always names its origin: another site's page may not use our reader's socket. Programs name none.
function isAdmitted({ headers, url }: IncomingMessage, origins: readonly string[]): boolean {
  if (url?.split('?')[0] !== '/graphql') return false;
  return headers.origin === undefined || origins.includes(headers.origin);
}

function refuseUpgrade(socket: Duplex): void {
  socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
}

function count({ metrics }: Container, guards: ReadonlySet<SocketGuard>): void {
  new Gauge({
    name: 'cachet_api_sockets',
    help: 'Open WebSockets of known callers',
    registers: [metrics],
    collect() {
      this.set(guards.size);
    },
  });
  new Gauge({
    name: 'cachet_api_subscriptions',
    help: 'Live subscriptions',
    registers: [metrics],
    collect() {
      this.set([...guards].reduce((sum, { watching }) => sum + watching, 0));
    },
  });
}

function tooManySubscriptions(): GraphQLError {
  return new GraphQLError(
    `Au plus ${MAX_SUBSCRIPTIONS} abonnements par connexion. / At most ${MAX_SUBSCRIPTIONS} subscriptions per connection.`,
    { extensions: { code: 'LIMIT_EXCEEDED', limit: 'subscriptions' } },
  );
}

function subscriptionsOnly(): GraphQLError {
  return new GraphQLError('Seuls les abonnements passent ici. / Only subscriptions pass here.', {
    extensions: { code: 'BAD_REQUEST' },
  });
}

function withoutHints(error: GraphQLError): GraphQLError {
  return new GraphQLError(error.message.replace(/ ?Did you mean [^?]*\?/g, ''), {
    extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
  });
}
