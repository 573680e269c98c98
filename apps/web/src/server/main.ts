import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import {
  createLogger,
  handleHealth,
  type Lifecycle,
  listen,
  loadConfigOrExit,
  runApp,
} from '@cachet/runtime';
import { SETTINGS, type Settings } from '../settings/settings.ts';
import { apiCheck } from './api-check.ts';
import { prepareNext } from './prepare-next.ts';
import { refusesAction } from './server-actions.ts';

const FOLDER = fileURLToPath(new URL('../..', import.meta.url));

const config = loadConfigOrExit('web', SETTINGS);
const logger = createLogger('web');

void runApp(logger, (lifecycle) => start(lifecycle, config));

/** Serves the built portal, with the health answers every app gives. Without the API it is alive but not ready. */
async function start(lifecycle: Lifecycle, settings: Settings): Promise<void> {
  const pages = await prepareNext(FOLDER, settings);
  lifecycle.onStop('next', pages.close);
  const health = { checks: [apiCheck(settings.CACHET_API_URL)] };
  const server = createServer((request, response) => {
    if (refusesAction(request, response)) return;
    handleHealth(request, response, health)
      .then((answered) => (answered ? undefined : pages.handle(request, response)))
      .catch((error: unknown) => {
        logger.error({ err: error }, 'request failed');
        response.destroy();
      });
  });
  await listen(server, settings.CACHET_WEB_PORT, settings.CACHET_BIND);
  lifecycle.onStop('http', () => {
    server.close();
    server.closeIdleConnections();
  });
  lifecycle.ready({ url: settings.CACHET_WEB_URL });
}
