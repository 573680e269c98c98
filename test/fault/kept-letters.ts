import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openMailSafe, PgMailFiling } from '@cachet/mailstore';
import { parseTenantId, type TenantContext } from '@cachet/mss-core';
import { loadConfig, STORE_CONFIG } from '@cachet/runtime';
import { Database } from '@cachet/schema';
import { MARK } from './letters.js';
import type { RunningProduct } from './running-product.js';

/** A campaign's letter among the messages of a tenant. */
export interface KeptLetter {
  readonly message_id: string;
  /** Letter and attempt. */
  readonly mark: string;
  /** Of all that follows our trace fields. */
  readonly sha: string;
}

/** Every letter of the campaign that the tenant keeps, read as the product's own processes would: with its keys, through the wall. */
export async function keptLetters(product: RunningProduct, tenantId: string): Promise<KeptLetter[]> {
  const url = readFileSync(join(product.secretsFolder, 'database-url'), 'utf8').trim();
  const database = await Database.connect({ url, app: 'fault' });
  try {
    const env = {
      CACHET_MASTER_KEY_FILE: join(product.secretsFolder, 'master-key'),
      CACHET_BLOB_DIR: join(product.secretsFolder, '..', 'blobs'),
    };
    const safe = openMailSafe(database, loadConfig('fault', STORE_CONFIG, env));
    const ids = await product.sql<{ id: string }>('select id from mail_message where tenant_id = $1', [
      tenantId,
    ]);
    const letters: KeptLetter[] = [];
    for (const { id } of ids) {
      const bytes = await database.withTenant(contextOf(tenantId), async (sql) => {
        const stored = await new PgMailFiling(sql, safe).open(id);
        return stored && Buffer.concat(await Array.fromAsync(stored.bytes));
      });
      const letter = bytes && markedLetter(id, bytes);
      if (letter) letters.push(letter);
    }
    return letters;
  } finally {
    await database.close();
  }
}

function markedLetter(id: string, bytes: Buffer): KeptLetter | null {
  const begins = bytes.indexOf(MARK);
  if (begins < 0 || begins > bytes.indexOf('\r\n\r\n')) return null;
  const [mark = ''] = bytes.toString('latin1', begins + MARK.length, begins + MARK.length + 60).split('\r\n');
  return { message_id: id, mark, sha: createHash('sha256').update(bytes.subarray(begins)).digest('hex') };
}

function contextOf(tenantId: string): TenantContext {
  const id = parseTenantId(tenantId);
  if (!id) throw new Error(`${tenantId} is no tenant`);
  const actor = { kind: 'system', name: 'fault' } as const;
  return { actor, means: 'job', at: new Date(), correlationId: 'fault', remoteAddress: null, tenantId: id };
}
