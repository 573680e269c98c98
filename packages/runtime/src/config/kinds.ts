import { accessSync, constants } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';
import { durationMs } from '../clock/duration.js';
import { makeFolder } from './make-folder.js';

const KEY_FORM = (bytes: number) =>
  `${bytes} octets en base64 sont attendus (openssl rand -base64 ${bytes}) / ${bytes} bytes in base64 are expected (openssl rand -base64 ${bytes})`;

const KEY_VERSIONS_FORM = (bytes: number) =>
  `« numéro:clé », une fois par version, est attendu, chaque clé ayant ${bytes} octets en base64 (openssl rand -base64 ${bytes}) / “number:key”, once for each version, is expected, each key having ${bytes} bytes in base64 (openssl rand -base64 ${bytes})`;

/** Kinds of configuration values. Each says what it wants as « français / English ». */
export const kinds = {
  text: () =>
    z.string('un texte est attendu / a text is expected').min(1, 'un texte est attendu / a text is expected'),
  port: () =>
    z
      .string('un numéro de port est attendu / a port number is expected')
      .regex(/^\d{1,5}$/, 'un numéro de port est attendu / a port number is expected')
      .transform(Number)
      .refine(
        (n) => n > 0 && n < 65536,
        'un port de 1 à 65535 est attendu / a port from 1 to 65535 is expected',
      ),
  count: () =>
    z
      .string('un nombre entier est attendu / a whole number is expected')
      .regex(/^\d{1,15}$/, 'un nombre entier est attendu / a whole number is expected')
      .transform(Number),
  /** A host people outside know, with its port where that is not the usual one. */
  door: (usualPort: number) =>
    z
      .string('un nom d’hôte est attendu / a host name is expected')
      .regex(
        /^[a-z0-9-]+(\.[a-z0-9-]+)+(:\d{1,5})?$/,
        'un nom d’hôte en minuscules, suivi au besoin de :port, est attendu / a host name in lower case, with :port if need be, is expected',
      )
      .transform((text) => {
        const [host = '', port] = text.split(':');
        return { host, port: port === undefined ? usualPort : Number(port) };
      }),
  url: (...protocols: string[]) =>
    z
      .string('une adresse est attendue / an address is expected')
      .refine(
        (text) => isUrl(text, protocols),
        `une adresse ${protocols.join(', ')} est attendue / an address in ${protocols.join(', ')} is expected`,
      ),
  /** Random bytes, in base64. */
  key: (bytes: number) =>
    z
      .string('une clé est attendue / a key is expected')
      .regex(/^[A-Za-z0-9+/]+={0,2}$/, KEY_FORM(bytes))
      .transform((text) => new Uint8Array(Buffer.from(text, 'base64')))
      .refine((key) => key.length === bytes, KEY_FORM(bytes)),
  /** Versions of a key, `number:key` each, or one key alone, which is version 1. */
  keyVersions: (bytes: number) =>
    z.string('une clé est attendue / a key is expected').transform((text, ctx) => {
      const versions = text.trim().split(/\s+/).map(keyVersion);
      const ids = new Set(versions.map(([id]) => id));
      const isGood =
        ids.size === versions.length && versions.every(([id, key]) => id > 0 && key.length === bytes);
      if (isGood) return new Map<number, Uint8Array>(versions);
      ctx.addIssue(KEY_VERSIONS_FORM(bytes));
      return z.NEVER;
    }),
  duration: () =>
    z.string('une durée ISO 8601 est attendue / an ISO 8601 duration is expected').transform((text, ctx) => {
      const ms = durationMs(text);
      if (ms !== null) return ms;
      ctx.addIssue(
        'une durée ISO 8601 est attendue, par exemple PT15M / an ISO 8601 duration is expected, for example PT15M',
      );
      return z.NEVER;
    }),
  onOff: () =>
    z.enum(['on', 'off'], 'on ou off est attendu / on or off is expected').transform((v) => v === 'on'),
  list: (separator: string | RegExp = /\s+/) =>
    z.string('une liste est attendue / a list is expected').transform((text) =>
      text
        .split(separator)
        .map((s) => s.trim())
        .filter((s) => s.length > 0),
    ),
  readableFile: () =>
    z
      .string('un fichier est attendu / a file is expected')
      .refine(
        (path) => allows(path, constants.R_OK),
        'ce fichier ne peut pas être lu / this file cannot be read',
      ),
  readableFiles: () =>
    z
      .string('des fichiers sont attendus / files are expected')
      .transform((text) => text.split(/\s+/).filter((path) => path !== ''))
      .refine(
        (paths) => paths.every((path) => allows(path, constants.R_OK)),
        'l’un de ces fichiers ne peut pas être lu / one of these files cannot be read',
      ),
  /**
   * A folder that several processes share, wherever each was started; null for `off`. Its refusal names it, for nobody may have told it.
   */
  sharedFolderOrOff: () =>
    z.string('un dossier ou off est attendu / a folder or off is expected').transform((path, ctx) => {
      if (path === 'off') return null;
      if (!isAbsolute(path)) {
        ctx.addIssue(
          'un chemin qui commence par une barre oblique, ou off, est attendu / a path that begins with a slash, or off, is expected',
        );
        return z.NEVER;
      }
      if (isWritableFolder(path)) return path;
      ctx.addIssue(
        `« ${path} » ne peut pas être créé ou écrit (vérifiez son propriétaire et ses droits, ou donnez un autre dossier ou off) / “${path}” cannot be created or written (check its owner and rights, or give another folder or off)`,
      );
      return z.NEVER;
    }),
  /** Created when absent; refused when it cannot be written. */
  writableFolder: () =>
    z
      .string('un dossier est attendu / a folder is expected')
      .refine(
        isWritableFolder,
        'ce dossier ne peut pas être créé ou écrit ; vérifiez son propriétaire et ses droits / this folder cannot be created or written; check its owner and rights',
      ),
};

/** Of version 0, which none has, when it is no key. */
function keyVersion(text: string): [id: number, key: Uint8Array] {
  const [, id = '1', key] = /^(?:(\d{1,9}):)?([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? [];
  return key === undefined ? [0, new Uint8Array()] : [Number(id), new Uint8Array(Buffer.from(key, 'base64'))];
}

function isUrl(text: string, protocols: readonly string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol.replace(':', ''));
}

function allows(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}

function isWritableFolder(path: string): boolean {
  try {
    makeFolder(resolve(path), 0o700);
    return allows(path, constants.W_OK | constants.X_OK);
  } catch {
    return false;
  }
}
