import { resolve } from 'node:path';
import { kinds } from '@cachet/runtime';
import { z } from 'zod';

const OFFSETS = {
  control: 100,
  psc: 101,
  annuaire: 102,
  hospital: 103,
  sipil: 104,
  peer: 125,
  outsideMail: 126,
  clamd: 131,
  dns: 153,
  annuaireLdap: 389,
} as const;

export type Ports = Readonly<Record<keyof typeof OFFSETS, number>>;

export interface Settings {
  readonly ports: Ports;
  readonly folder: string;
  readonly worldFile: string;
  readonly clockFile: string;
  /** The product's « refresh the liste blanche now », when there is a product. */
  readonly refresh: { readonly url: string; readonly key: string | { readonly file: string } } | null;
  readonly realList: string | null;
}

const environmentSchema = z.object({
  TRUST_SPACE_PORT_BASE: kinds.port(),
  TRUST_SPACE_DIR: kinds.writableFolder(),
  TRUST_SPACE_WORLD: kinds.readableFile(),
  TRUST_SPACE_CLOCK_FILE: kinds.text(),
  TRUST_SPACE_REFRESH_URL: kinds.url('http', 'https').optional(),
  TRUST_SPACE_REFRESH_KEY: kinds.text().optional(),
  TRUST_SPACE_REFRESH_KEY_FILE: kinds.text().optional(),
  TRUST_SPACE_REAL_LIST: kinds.readableFile().optional(),
});

/** What is missing or wrong in the environment, every line of it, in French and English. */
export class SettingsRefused extends Error {
  override readonly name = 'SettingsRefused';
}

/** Reads the `TRUST_SPACE_*` variables. @throws SettingsRefused naming every one that is missing or wrong. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const parsed = environmentSchema.safeParse(env);
  if (!parsed.success) throw new SettingsRefused(parsed.error.issues.map(sentence).join('\n'));
  const given = parsed.data;
  return {
    ports: portsFrom(given.TRUST_SPACE_PORT_BASE),
    folder: resolve(given.TRUST_SPACE_DIR),
    worldFile: given.TRUST_SPACE_WORLD,
    clockFile: given.TRUST_SPACE_CLOCK_FILE,
    refresh: refreshFrom(given),
    realList: given.TRUST_SPACE_REAL_LIST ?? null,
  };
}

export function portsFrom(base: number): Ports {
  return {
    control: base + OFFSETS.control,
    psc: base + OFFSETS.psc,
    annuaire: base + OFFSETS.annuaire,
    hospital: base + OFFSETS.hospital,
    sipil: base + OFFSETS.sipil,
    peer: base + OFFSETS.peer,
    outsideMail: base + OFFSETS.outsideMail,
    clamd: base + OFFSETS.clamd,
    dns: base + OFFSETS.dns,
    annuaireLdap: base + OFFSETS.annuaireLdap,
  };
}

function refreshFrom(given: z.infer<typeof environmentSchema>): Settings['refresh'] {
  const url = given.TRUST_SPACE_REFRESH_URL;
  if (!url) return null;
  if (given.TRUST_SPACE_REFRESH_KEY_FILE) return { url, key: { file: given.TRUST_SPACE_REFRESH_KEY_FILE } };
  return { url, key: given.TRUST_SPACE_REFRESH_KEY ?? '' };
}

function sentence({ path, message }: z.core.$ZodIssue): string {
  const [fr, en] = message.split(' / ');
  return `- ${path.join('.')} : ${fr}.\n  ${path.join('.')}: ${en ?? fr}.`;
}
