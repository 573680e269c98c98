import { createServer } from 'node:net';
import { SandboxError } from './sandbox-error.js';

/** The ports of the sandbox contract, as offsets from PORT_BASE. */
export const OFFSETS = {
  web: 0,
  api: 10,
  jobsHealth: 11,
  mailedgeHealth: 19,
  mx: 25,
  postgres: 54,
  trustSpaceControl: 100,
  psc: 101,
  annuaire: 102,
  hospital: 103,
  sipil: 104,
  peer: 125,
  outsideMail: 126,
  clamd: 131,
  clamdOwn: 132,
  imapPsc: 143,
  imapAuthcli: 144,
  dns: 153,
  annuaireLdap: 389,
  submissionPsc: 587,
  submissionAuthcli: 588,
} as const;

export type PortName = keyof typeof OFFSETS;
export type Ports = Readonly<Record<PortName, number>>;

const HIGHEST = 65_535 - 600;

export function portsFrom(base: string | undefined): Ports {
  const number = Number(base ?? '20000');
  if (!Number.isInteger(number) || number < 1024 || number > HIGHEST)
    throw new SandboxError(
      `PORT_BASE=${base} n’est pas valide : donnez un nombre de 1024 à ${HIGHEST}.`,
      `PORT_BASE=${base} is not valid: give a number from 1024 to ${HIGHEST}.`,
    );
  return Object.fromEntries(
    Object.entries(OFFSETS).map(([name, offset]) => [name, number + offset]),
  ) as Record<PortName, number>;
}

/** Refuses to begin when another program holds one of the ports. */
export async function requireFree(ports: Ports, besides: readonly PortName[] = []): Promise<void> {
  const wanted = (Object.keys(ports) as PortName[]).filter((name) => !besides.includes(name));
  const taken = (
    await Promise.all(wanted.map(async (name) => ((await isFree(ports[name])) ? null : ports[name])))
  ).filter((p) => p !== null);
  if (taken.length === 0) return;
  const list = taken.sort((a, b) => a - b).join(', ');
  throw new SandboxError(
    `Ports déjà pris : ${list}. Arrêtez le programme qui les occupe, ou choisissez un autre ensemble : PORT_BASE=30000 npm start.`,
    `Ports already taken: ${list}. Stop the program that holds them, or choose another set: PORT_BASE=30000 npm start.`,
  );
}

function isFree(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const probe = createServer();
  probe.once('error', () => resolve(false));
  probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  return promise;
}
