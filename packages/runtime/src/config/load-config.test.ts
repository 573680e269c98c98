import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { kinds } from './kinds.js';
import { ConfigError, loadConfig } from './load-config.js';
import { STORE_CONFIG } from './store-config.js';

const shape = { CACHET_API_PORT: kinds.port(), CACHET_DATABASE_URL: kinds.url('postgres', 'postgresql') };
const good = { CACHET_API_PORT: '20010', CACHET_DATABASE_URL: 'postgres://cachet_app@localhost/cachet' };

function problemsOf(env: Record<string, string>): string {
  try {
    loadConfig('api', shape, env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return '';
}

describe('the configuration of an app', () => {
  it('gives typed values', () => {
    expect(loadConfig('api', shape, good).CACHET_API_PORT).toBe(20010);
  });

  it('leaves alone what is not ours', () => {
    expect(problemsOf({ ...good, PATH: '/bin', LANG: 'fr' })).toBe('');
  });

  it('points at the known key when one is mistyped', () => {
    expect(problemsOf({ ...good, CACHET_API_PROT: '1' })).toContain('Vouliez-vous dire CACHET_API_PORT');
  });

  it('tells every problem at once, in French and in English', () => {
    const text = problemsOf({ CACHET_API_PORT: '70000', CACHET_FOO: '1' });
    expect(text).toContain('CACHET_API_PORT n’est pas valide');
    expect(text).toContain('CACHET_DATABASE_URL (or CACHET_DATABASE_URL_FILE) is missing');
    expect(text).toContain('CACHET_FOO n’est pas une clé');
  });

  it('reads a secret from a file, and refuses it given twice', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'cachet-config-')), 'url');
    writeFileSync(file, `${good.CACHET_DATABASE_URL}\n`);
    const env = { CACHET_API_PORT: '1', CACHET_DATABASE_URL_FILE: file };
    expect(loadConfig('api', shape, env).CACHET_DATABASE_URL).toBe(good.CACHET_DATABASE_URL);
    expect(problemsOf({ ...env, CACHET_DATABASE_URL: good.CACHET_DATABASE_URL })).toContain(
      'donnée deux fois',
    );
  });

  it('refuses at once a data folder in a place where nothing can be made', () => {
    const folder = { CACHET_DATA_DIR: kinds.writableFolder() };
    expect(() => loadConfig('mailedge', folder, { CACHET_DATA_DIR: '/proc/nowhere/data' })).toThrow(
      'ne peut pas être créé ou écrit',
    );
  });

  it('puts long messages in one folder for all processes, elsewhere only when told', () => {
    const where = (env: Record<string, string>) => {
      const told: string[] = [];
      const folder = { CACHET_BLOB_DIR: z.string().optional(), CACHET_BLOB_S3_URL: z.string().optional() };
      for (const app of ['api', 'jobs', 'mailedge'])
        told.push(loadConfig(app, folder, env).CACHET_BLOB_DIR ?? 'no folder');
      return [...new Set(told)];
    };
    expect(where({})).toEqual(['/var/lib/cachet/blobs']);
    expect(where({ CACHET_BLOB_DIR: '/srv/blobs' })).toEqual(['/srv/blobs']);
    expect(where({ CACHET_BLOB_S3_URL: 'https://s3.test/bucket' })).toEqual(['no folder']);
  });

  it('keeps them in the database for « off » alone, and names the folder that cannot be written', () => {
    const folder = { CACHET_BLOB_DIR: STORE_CONFIG.CACHET_BLOB_DIR };
    expect(loadConfig('api', folder, { CACHET_BLOB_DIR: 'off' }).CACHET_BLOB_DIR).toBeNull();
    // A name that would mean another folder to each process, or a mistyped « off ».
    for (const odd of ['Off', 'none', './blobs'])
      expect(() => loadConfig('api', folder, { CACHET_BLOB_DIR: odd })).toThrow('ou off, est attendu');
    const refused = () => loadConfig('api', folder, { CACHET_BLOB_DIR: '/proc/nowhere/blobs' });
    expect(refused).toThrow(
      'CACHET_BLOB_DIR n’est pas valide : « /proc/nowhere/blobs » ne peut pas être créé',
    );
    expect(refused).toThrow('CACHET_BLOB_DIR is not valid: “/proc/nowhere/blobs” cannot be created');
  });

  it('says which secret file cannot be read', () => {
    expect(problemsOf({ CACHET_API_PORT: '1', CACHET_DATABASE_URL_FILE: '/nowhere/url' })).toContain(
      '/nowhere/url',
    );
  });
});
