import { handleHealth } from '@cachet/runtime';
import type { BusinessClockFile } from '../clock/business-clock-file.js';
import { clockRoutes } from '../clock/clock-routes.js';
import { sendJson } from '../http/exchange.js';
import { type Routes, route } from '../http/router.js';
import { type Listening, serveHttp } from '../http/server.js';
import { listRoutes } from '../liste-blanche/list-control.js';
import type { Publication } from '../liste-blanche/publication.js';
import type { OutsideMailbox } from '../outside/outside-mail.js';
import type { Igc } from '../pki/igc.js';
import { igcRoutes } from '../pki/igc-routes.js';
import { logoutNoticeRoutes } from '../psc/logout-notice.js';
import type { Psc } from '../psc/psc-server.js';
import { sandboxTokenRoutes } from '../psc/sandbox-token.js';
import type { Settings } from '../settings.js';
import type { World } from '../world/world.js';

export interface ControlParts {
  readonly settings: Settings;
  readonly world: World;
  readonly igc: Igc;
  readonly publication: Publication;
  readonly psc: Psc;
  readonly outside: OutsideMailbox;
  readonly clock: BusinessClockFile;
  readonly others: readonly Routes[];
}

/** One HTTP port for all controls and for what the trust space publishes without TLS: the list, the CRLs, OCSP. */
export function startControl(parts: ControlParts): Promise<Listening> {
  const { settings, world, igc, publication, psc, outside, clock } = parts;
  const routes: Routes = Object.assign(
    {},
    listRoutes(publication, settings.refresh),
    igcRoutes(igc),
    sandboxTokenRoutes(psc.tokens, psc.people, psc.revocations, world.pscClientId),
    psc.service.routes(),
    logoutNoticeRoutes(psc.realm, psc.people, world),
    outside.routes(),
    clockRoutes(clock),
    ...parts.others,
  );
  return serveHttp(settings.ports.control, async (request, response) => {
    if (await handleHealth(request, response, { checks: [] })) return;
    if (await route(routes, request, response)) return;
    sendJson(response, 404, { error: 'adresse inconnue / unknown address', known: Object.keys(routes) });
  });
}
