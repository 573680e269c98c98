import { parseArgs } from 'node:util';
import {
  type ExportFormat,
  type MssAddress,
  parseMssAddress,
  parseTenantId,
  type TenantId,
} from '@cachet/mss-core';
import type { SourceAccount } from './imap-source.js';

/** What is wrong with a command line, French first. */
export class UsageError extends Error {}

export interface ExportOrder {
  readonly bal: MssAddress;
  readonly format: ExportFormat;
  readonly to: string;
}

/** `--bal <adresse> --to <fichier.zip> [--format eml|mbox]`. @throws UsageError */
export function exportOrder(args: readonly string[]): ExportOrder {
  const { bal, to, format = 'eml' } = optionsOf(args, ['bal', 'to', 'format'], []);
  if (!to) throw new UsageError('--to <fichier.zip> manque. / --to <file.zip> is missing.');
  if (format !== 'eml' && format !== 'mbox')
    throw new UsageError('--format vaut eml ou mbox. / --format is eml or mbox.');
  return { bal: addressOf(bal), format, to };
}

/** `--bal <adresse> --confirm <adresse>`: twice, for nothing brings it back. @throws UsageError */
export function emptyOrder(args: readonly string[]): MssAddress {
  const { bal, confirm } = optionsOf(args, ['bal', 'confirm'], []);
  const address = addressOf(bal);
  if (confirm !== bal)
    throw new UsageError(
      'La destruction est irrévocable : répétez l’adresse après --confirm. / Destruction is irrevocable: repeat the address after --confirm.',
    );
  return address;
}

export interface ConsultOrder {
  readonly bal: MssAddress;
  readonly from: Date;
  readonly to: Date;
  readonly reader: string;
  readonly reason: string;
}

/** `--bal <adresse> --from <date> --to <date> --reader <personne> --reason <entrée du registre>`. @throws UsageError */
export function consultOrder(args: readonly string[]): ConsultOrder {
  const { bal, from, to, reader, reason } = optionsOf(args, ['bal', 'from', 'to', 'reader', 'reason'], []);
  if (!reader || !reason)
    throw new UsageError(
      '--reader <personne> et --reason <entrée du registre> manquent : toute consultation est tracée. / --reader <person> and --reason <entry of the register> are missing: each consultation is traced.',
    );
  return { bal: addressOf(bal), from: dateOf('--from', from), to: dateOf('--to', to), reader, reason };
}

export interface EvidenceOrder {
  readonly structure: TenantId;
  readonly letter: string;
  readonly from: string;
  readonly to: string;
  readonly reader: string;
  readonly reason: string;
}

/** `--structure <id> --letter <id> --from <pièces> --to <fichier.eml> --reader <personne> --reason <entrée du registre>`. @throws UsageError */
export function evidenceOrder(args: readonly string[]): EvidenceOrder {
  const names = ['structure', 'letter', 'from', 'to', 'reader', 'reason'] as const;
  const given = optionsOf(args, names, []);
  const missing = names.find((name) => !given[name]);
  if (missing) throw new UsageError(`--${missing} manque. / --${missing} is missing.`);
  const { structure = '', letter = '', from = '', to = '', reader = '', reason = '' } = given;
  const tenantId = parseTenantId(structure);
  if (!tenantId || !/^[0-9a-f-]{36}$/.test(letter))
    throw new UsageError(
      '--structure et --letter sont des identifiants. / --structure and --letter are identifiers.',
    );
  return { structure: tenantId, letter, from, to, reader, reason };
}

function dateOf(option: string, text: string | undefined): Date {
  const date = new Date(text ?? '');
  if (Number.isNaN(date.getTime()))
    throw new UsageError(
      `${option} est une date, 2026-11-30 par exemple. / ${option} is a date, such as 2026-11-30.`,
    );
  return date;
}

export interface ImportOrder {
  readonly bal: MssAddress;
  readonly account: Omit<SourceAccount, 'ca' | 'secret'>;
  readonly caFile: string | null;
  /** A file, or `-` for the standard input: a secret on a command line is everybody's. */
  readonly passwordFile: string | null;
  readonly tokenFile: string | null;
}

const PORTS = { tls: 993, starttls: 143, plaintext: 143 } as const;

/**
 * `--bal <adresse> --host <serveur> --user <compte> (--password-file <fichier>|--token-file <fichier>) [--port <n>] [--starttls|--plaintext]
 * [--ca <fichier.pem>] [--certificate-name <nom>]`. @throws UsageError
 */
export function importOrder(args: readonly string[]): ImportOrder {
  const given = optionsOf(
    args,
    ['bal', 'host', 'port', 'user', 'password-file', 'token-file', 'ca', 'certificate-name'],
    ['starttls', 'plaintext'],
  );
  const { host, user } = given;
  if (!host || !user) throw new UsageError('--host et --user manquent. / --host and --user are missing.');
  const security = given.plaintext ? 'plaintext' : given.starttls ? 'starttls' : 'tls';
  const port = Number(given.port ?? PORTS[security]);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new UsageError('--port n’est pas un port. / --port is not a port.');
  const passwordFile = given['password-file'] ?? null;
  const tokenFile = given['token-file'] ?? null;
  if ((passwordFile === null) === (tokenFile === null))
    throw new UsageError(
      'Donnez --password-file ou --token-file (- : l’entrée standard). / Give --password-file or --token-file (-: standard input).',
    );
  return {
    bal: addressOf(given.bal),
    account: { host, port, user, security, certificateName: given['certificate-name'] ?? null },
    caFile: given.ca ?? null,
    passwordFile,
    tokenFile,
  };
}

function optionsOf(
  args: readonly string[],
  texts: readonly string[],
  switches: readonly string[],
): Readonly<Record<string, string | undefined>> {
  const options = Object.fromEntries([
    ...texts.map((name) => [name, { type: 'string' as const }]),
    ...switches.map((name) => [name, { type: 'boolean' as const }]),
  ]);
  try {
    const { values } = parseArgs({ args: [...args], options, strict: true, allowPositionals: false });
    return Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, value === true ? 'yes' : String(value)]),
    );
  } catch (fault) {
    const word = /'(-[^' ]+)/.exec(fault instanceof Error ? fault.message : '')?.[1] ?? '';
    throw new UsageError(`Option non comprise : ${word} / Option not understood: ${word}`);
  }
}

function addressOf(text: string | undefined): MssAddress {
  const address = parseMssAddress(text ?? '');
  if (!address)
    throw new UsageError(
      '--bal <adresse> manque ou n’est pas une adresse. / --bal <address> is missing or no address.',
    );
  return address;
}
