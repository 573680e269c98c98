import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer';
import { expressMiddleware } from '@as-integrations/express5';
import { handleHealth, listen } from '@cachet/runtime';
import express, { type Express } from 'express';
import { buildApiSchema } from '../api-schema.js';
import type { Container } from '../container.js';
import type { ApiContext } from '../context/api-context.js';
import { contextOfRequest } from '../context/make-context.js';
import { openSocketServer } from '../events/socket-server.js';
import { LIMITS } from '../gate/admit.js';
import { Points, type PointsPolicy } from '../gate/points.js';
import type { TrustedDocuments } from '../gate/trusted-documents.js';
import { structureLogoutRoute } from '../managers/structure-logout-route.js';
import { tokenRoute } from '../oauth/token-route.js';
import { pscLogoutRoute } from '../psc/psc-logout-route.js';
import { idempotencyPlugin } from '../requests/idempotency-plugin.js';
import { scimRoutes } from '../scim/scim-routes.js';
import { attachmentRoute } from './attachment-route.js';
import { AUTOCONFIG_PATHS, autoconfigRoute } from './autoconfig-route.js';
import { bodyWithin, PATIENCE, type Patience } from './body-within.js';
import { exportRoute } from './export-route.js';
import { gatePlugin } from './gate-plugin.js';
import { importRoute, refusedRowsRoute } from './import-route.js';
import { namedDocument } from './named-document.js';
import { operationPlugin, operationSeconds } from './operation-log.js';
import { readinessChecks } from './readiness.js';
import { badBody, securityHeaders } from './security-headers.js';
import { statisticsRoute } from './statistics-route.js';
import { suspendedBalsRoute } from './suspended-bals-route.js';
import { uploadRoute } from './upload-route.js';
import { withdrawalRoute } from './withdrawal-route.js';

export interface ApiOptions {
  readonly port: number;
  readonly bind: string;
  /** Web origins from which a browser may open a WebSocket. */
  readonly origins: readonly string[];
  readonly introspection: boolean;
  readonly points: PointsPolicy;
  /** What people may ask, when that is the portal's documents alone. */
  readonly trusted: TrustedDocuments | null;
  /** How long requests may take to come; as in service unless a test is in a hurry. */
  readonly patience?: Patience;
}

export interface RunningApi {
  readonly port: number;
  close(): Promise<void>;
}

const LARGEST_BODY = '1mb';
const LARGEST_FORM = '8kb';
const LARGEST_TOKEN_FORM = '32kb';

/** GraphQL over HTTP and WebSocket, attachments, health: one port. */
export async function startApi(container: Container, options: ApiOptions): Promise<RunningApi> {
  const app = express().disable('x-powered-by').disable('etag');
  const { headersMs, fileMs } = options.patience ?? PATIENCE;
  const server = createServer(
    {
      requestTimeout: fileMs,
      headersTimeout: headersMs,
      connectionsCheckingInterval: Math.min(5_000, headersMs),
    },
    app,
  );
  const schema = await buildApiSchema();
  const points = new Points(options.points, container.wallClock);
  const sockets = openSocketServer(server, schema, container, { ...options, points });
  const apollo = new ApolloServer<ApiContext>({
    schema,
    introspection: options.introspection,
    hideSchemaDetailsFromClientErrors: !options.introspection,
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: LIMITS.tokens },
    logger: container.logger,
    plugins: [
      operationPlugin(container.logger, operationSeconds(container.metrics)),
      gatePlugin(points, options.trusted),
      idempotencyPlugin(),
      // Nothing of ours may be kept by a cache on the way (securityHeaders), and nobody else is told of what is asked.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginDrainHttpServer({ httpServer: server, stopGracePeriodMillis: 5_000 }),
    ],
  });
  await apollo.start();
  route(app, container, apollo, points, options);
  await listen(server, options.port, options.bind);
  return {
    port: portOf(server),
    close: async () => {
      await sockets.close();
      await apollo.stop();
    },
  };
}

function route(
  app: Express,
  container: Container,
  apollo: ApolloServer<ApiContext>,
  points: Points,
  { trusted, patience = PATIENCE }: ApiOptions,
): void {
  const health = { checks: readinessChecks(container), metrics: container.metrics };
  app.use(securityHeaders);
  app.use(bodyWithin(patience.bodyMs));
  app.use(async (request, response, next) => {
    if (request.method !== 'GET' || !(await handleHealth(request, response, health))) next();
  });
  app.get([...AUTOCONFIG_PATHS], autoconfigRoute(container));
  app.get('/attachments/:balId/:messageId/:partId', attachmentRoute(container));
  app.get('/exports/:balId/:format', exportRoute(container));
  app.post('/imports/:structureId/:of', importRoute(container));
  app.get('/operations/:structureId/:operationId/refused.csv', refusedRowsRoute(container));
  app.get('/structures/:structureId/suspended-bals.csv', suspendedBalsRoute(container));
  app.get('/structures/:structureId/statistics/:name', statisticsRoute(container));
  app.get('/domains/:domain/annexe-1.html', withdrawalRoute(container));
  app.post('/uploads/:balId', uploadRoute(container));
  app.post(
    '/oauth/token',
    express.text({ type: 'application/x-www-form-urlencoded', limit: LARGEST_FORM }),
    tokenRoute(container),
  );
  app.use('/scim/v2', scimRoutes(container, points));
  app.post(
    '/structures/:structureId/logout',
    express.text({ type: 'application/x-www-form-urlencoded', limit: LARGEST_TOKEN_FORM }),
    structureLogoutRoute(container),
  );
  const { pscClientId } = container;
  if (pscClientId !== null)
    app.post(
      '/psc/logout',
      express.text({ type: 'application/x-www-form-urlencoded', limit: LARGEST_TOKEN_FORM }),
      pscLogoutRoute(container, pscClientId),
    );
  app.post(
    '/graphql',
    express.json({ limit: LARGEST_BODY }),
    namedDocument(trusted),
    expressMiddleware(apollo, { context: ({ req }) => contextOfRequest(container, req) }),
  );
  app.use(
    (_request, response) =>
      void response.status(404).json({ errors: [{ message: 'Introuvable. / Not found.' }] }),
  );
  app.use(badBody(container.logger));
}

function portOf(server: Server): number {
  const address = server.address() as AddressInfo;
  return address.port;
}
