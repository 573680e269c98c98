import { join } from 'node:path';
import type { Logger } from '@cachet/runtime';
import type { Routes } from '../http/router.js';
import { type Listening, LOOPBACK } from '../http/server.js';
import type { Publication } from '../liste-blanche/publication.js';
import { OTHER_PEER_DOMAINS } from '../liste-blanche/world-rows.js';
import type { Igc } from '../pki/igc.js';
import type { World } from '../world/world.js';
import { Answering } from './answering.js';
import { Behaviour } from './behaviour.js';
import { PeerConnector } from './peer-connector.js';
import { peerRoutes } from './peer-routes.js';
import { ReceivedMail } from './received-mail.js';

export interface Peer extends Listening {
  readonly routes: Routes;
}

/** The peer operator: its connector, its answering mailboxes, and its control. */
export async function startPeer(of: {
  folder: string;
  port: number;
  world: World;
  igc: Igc;
  publication: Publication;
  logger: Logger;
}): Promise<Peer> {
  const { world, igc, publication, logger } = of;
  const { domain, hostname } = world.peer;
  const mx = { host: LOOPBACK, port: world.operator.ports.mx, servername: world.operator.hostname };
  const received = new ReceivedMail(join(of.folder, 'received'));
  const behaviour = new Behaviour();
  const answering = new Answering({
    hostname,
    mx,
    igc,
    publication,
    received,
    report: ({ accepted, stage, code }) => logger.info({ accepted, stage, code }, 'peer answered'),
  });
  const domains = [domain, ...OTHER_PEER_DOMAINS];
  const connector = await new PeerConnector({
    hostname,
    domains,
    igc,
    publication,
    behaviour,
    received,
    arrived: (id, envelope) =>
      void answering.consider(id, envelope).catch((error) => logger.error({ err: error }, 'no answer')),
  }).listen(of.port);
  return {
    port: connector.port,
    routes: peerRoutes({ hostname, mx, igc, behaviour, received }),
    close: () => {
      answering.stop();
      return connector.close();
    },
  };
}
