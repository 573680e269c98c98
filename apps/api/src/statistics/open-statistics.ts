import { readFile } from 'node:fs/promises';
import { SipilClient } from '@cachet/ans';
import { type MailSafe, StatisticsArchives } from '@cachet/mailstore';
import { newId } from '@cachet/runtime';
import type { Database } from '@cachet/schema';
import { type DepositorParts, StatisticsDepositor } from './statistics-depositor.js';

export interface StatisticsConfig {
  readonly CACHET_SIPIL_URL?: string | undefined;
  readonly CACHET_SIPIL_CA_FILE?: string | undefined;
  readonly CACHET_SIPIL_EMAIL?: string | undefined;
  readonly CACHET_TLS_CERT_FILE?: string | undefined;
  readonly CACHET_TLS_KEY_FILE?: string | undefined;
  readonly CACHET_IGC_CHAIN: string;
}

type Beside = Pick<DepositorParts, 'now' | 'logger'> & {
  readonly database: Database;
  readonly safe: MailSafe;
};

/**
 * What deposits statistics; null where the operator configured no SIPIL.
 * @throws Error with a sentence for the administrator when its certificate is not configured.
 */
export async function openStatistics(
  config: StatisticsConfig,
  { database, safe, now, logger }: Beside,
): Promise<StatisticsDepositor | null> {
  const { CACHET_SIPIL_URL: url, CACHET_TLS_CERT_FILE: cert, CACHET_TLS_KEY_FILE: key } = config;
  if (!url) return null;
  if (!cert || !key) throw new Error(CERTIFICATE_MISSING);
  const [certPem, keyPem, ca] = await Promise.all([
    readFile(cert, 'utf8'),
    readFile(key, 'utf8'),
    readFile(config.CACHET_SIPIL_CA_FILE ?? config.CACHET_IGC_CHAIN, 'utf8'),
  ]);
  const identity = { cert: certPem, key: keyPem };
  const access = { url: url.replace(/\/+$/, ''), identity, ca, email: config.CACHET_SIPIL_EMAIL ?? null };
  const archives = new StatisticsArchives(database, safe.keys, newId);
  return new StatisticsDepositor({ database, archives, sipil: new SipilClient(access, newId), now, logger });
}

const CERTIFICATE_MISSING =
  'CACHET_SIPIL_URL demande CACHET_TLS_CERT_FILE et CACHET_TLS_KEY_FILE / CACHET_SIPIL_URL needs CACHET_TLS_CERT_FILE and CACHET_TLS_KEY_FILE';
