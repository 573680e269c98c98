import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from '@cachet/runtime';
import { startAnnuaire } from './annuaire/annuaire.js';
import { ClamdBehaviour } from './clamd/clamd-behaviour.js';
import { startClamd } from './clamd/clamd-server.js';
import { BusinessClockFile } from './clock/business-clock-file.js';
import { startControl } from './control/control-server.js';
import { startDns } from './dns/dns-server.js';
import { describeTrustSpace, type TrustSpaceFacts } from './facts.js';
import { hospitalRoutes } from './hospital/hospital-control.js';
import { Hospital } from './hospital/hospital-server.js';
import type { Listening } from './http/server.js';
import { Publication } from './liste-blanche/publication.js';
import { rowsOfRealList, worldRows } from './liste-blanche/world-rows.js';
import { OutsideMailbox } from './outside/outside-mail.js';
import { startPeer } from './peer/peer.js';
import { igcAddresses } from './pki/addresses.js';
import { type Igc, openIgc } from './pki/igc.js';
import { openPsc, startPsc } from './psc/psc-server.js';
import type { Settings } from './settings.js';
import { startSipil } from './sipil/sipil.js';
import { readWorld, type World } from './world/world.js';

export interface TrustSpace {
  readonly facts: TrustSpaceFacts;
  close(): Promise<void>;
}

/** Starts every service of the simulated trust space and writes what it is in `trust-space.json`. */
export async function startTrustSpace(settings: Settings, logger: Logger): Promise<TrustSpace> {
  const { ports, folder } = settings;
  const world = readWorld(settings.worldFile);
  const igc = await openIgc(join(folder, 'pki'), world, igcAddresses(`http://127.0.0.1:${ports.control}`));
  const publication = openPublication(settings, world, igc);
  const psc = await openPsc(join(folder, 'psc'), `http://localhost:${ports.psc}`, world);
  const hospital = await Hospital.open(
    join(folder, 'hospital'),
    `http://localhost:${ports.hospital}`,
    world.hospital,
  );
  const outside = new OutsideMailbox();
  const clock = new BusinessClockFile(settings.clockFile);
  const peer = await startPeer({
    folder: join(folder, 'peer'),
    port: ports.peer,
    world,
    igc,
    publication,
    logger,
  });
  const annuaire = await startAnnuaire(join(folder, 'annuaire'), ports, igc, publication, world);
  const sipil = await startSipil({
    ...{ folder: join(folder, 'sipil'), port: ports.sipil, igc, publication },
    now: () => clock.now,
  });
  const clamd = new ClamdBehaviour();
  const others = [peer.routes, annuaire.routes, sipil.routes, clamd.routes(), hospitalRoutes(hospital)];
  const listening: Listening[] = [
    peer,
    annuaire,
    sipil,
    await startPsc(psc, world, ports.psc),
    await hospital.listen(ports.hospital),
    await outside.listen(ports.outsideMail),
    await startClamd(ports.clamd, clamd),
    await startDns(world, ports.dns),
    await startControl({ settings, world, igc, publication, psc, outside, clock, others }),
  ];
  const facts = describeTrustSpace(igc, psc.realm, hospital, ports, world);
  writeFacts(folder, facts);
  return { facts, close: () => close(folder, listening) };
}

function openPublication(settings: Settings, world: World, igc: Igc): Publication {
  const rows = [
    ...worldRows(world, igc.identities),
    ...(settings.realList ? rowsOfRealList(settings.realList) : []),
  ];
  return new Publication(join(settings.folder, 'liste-blanche'), rows, {
    usual: igc.identities.listeBlancheSigner,
    other: igc.identities.otherSigner,
  });
}

// Whole or not at all: the launcher reads it as soon as it appears.
function writeFacts(folder: string, facts: TrustSpaceFacts): void {
  const path = join(folder, 'trust-space.json');
  writeFileSync(`${path}.new`, JSON.stringify(facts, null, 2), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

async function close(folder: string, listening: readonly Listening[]): Promise<void> {
  rmSync(join(folder, 'trust-space.json'), { force: true });
  await Promise.all(listening.map((service) => service.close()));
}
