import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { type MailSafe, openQuarantined, StoreDamaged } from '@cachet/mailstore';
import type { TenantContext } from '@cachet/mss-core';
import type { Database } from '@cachet/schema';
import type { EvidenceOrder } from './arguments.js';
import { say } from './words.js';

/** Writes an infected letter in a file of its own, from the sealed pieces that the owner of the database took out. Answers the exit code. */
export async function takeEvidence(
  database: Database,
  safe: MailSafe,
  context: TenantContext,
  { letter: letterId, from, to, reader, reason }: EvidenceOrder,
): Promise<number> {
  const pieces = createInterface({ input: createReadStream(from) });
  const octets = await openQuarantined(database, safe, context, { letterId, reader, reason, pieces });
  if (!octets) {
    say(
      `Rien de scellé en quarantaine sous ${letterId}.`,
      `Nothing sealed lies in quarantine under ${letterId}.`,
    );
    return 1;
  }
  const partial = `${to}.part`;
  const file = await open(partial, 'w', 0o600);
  try {
    await pipeline(octets, file.createWriteStream({ flush: true }));
    await rename(partial, to);
  } catch (fault) {
    await rm(partial, { force: true });
    if (!(fault instanceof StoreDamaged)) throw fault;
    say(
      `${from} ne contient pas toute cette lettre, et elle seule.`,
      `${from} does not hold the whole of this letter, and nothing else.`,
    );
    return 1;
  }
  say(`${to} : la lettre infectée, telle qu’elle est venue.`, `${to}: the infected letter, as it came.`);
  return 0;
}
