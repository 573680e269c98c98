import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@cachet/runtime';
import type { Settings } from '../settings.js';
import { startTrustSpace, type TrustSpace } from '../trust-space.js';
import type { World } from '../world/world.js';
import { writeWorld } from './fictional-world.js';
import { freePorts } from './free-ports.js';

export interface RunningTrustSpace extends TrustSpace {
  readonly settings: Settings;
  readonly world: World;
  /** Where the operator under trial is expected to receive mail; nobody listens there yet. */
  readonly mxPort: number;
  /** GET or POST of JSON on a control address. */
  ask(url: string, order?: unknown): Promise<{ status: number; body: unknown }>;
}

/** A whole trust space on free ports and in a folder of its own, which closing removes. */
export async function runTrustSpace(refresh: Settings['refresh'] = null): Promise<RunningTrustSpace> {
  const folder = mkdtempSync(join(tmpdir(), 'trust-space-'));
  const [control, psc, annuaire, hospital, sipil, peer, outsideMail, clamd, dns, annuaireLdap, mx] =
    await freePorts(11);
  const ports = {
    control,
    psc,
    annuaire,
    hospital,
    sipil,
    peer,
    outsideMail,
    clamd,
    dns,
    annuaireLdap,
  } as Settings['ports'];
  const mxPort = mx ?? 0;
  const { worldFile, world } = writeWorld(folder, mxPort);
  const clockFile = join(folder, 'clock');
  const settings = { ports, folder, worldFile, clockFile, refresh, realList: null };
  const running = await startTrustSpace(settings, createLogger('trust-space', 'silent'));
  return {
    ...running,
    settings,
    world,
    mxPort,
    ask,
    close: async () => {
      await running.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function ask(url: string, order?: unknown): Promise<{ status: number; body: unknown }> {
  const response = await fetch(
    url,
    order === undefined ? {} : { method: 'POST', body: JSON.stringify(order) },
  );
  return { status: response.status, body: await response.json() };
}
