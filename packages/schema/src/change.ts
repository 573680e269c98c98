import { parseTenantId, parseUuid, type TenantId } from '@cachet/mss-core';

/** The PostgreSQL channel on which processes tell each other that something changed. */
export const CHANGE_CHANNEL = 'cachet';

/** That of changes within folders: each letter is one, and processes in which nobody looks at folders are not woken by it. */
export const FOLDER_CHANNEL = 'cachet_folder';

export const CHANGE_TOPICS = [
  'folder',
  // The tree of a BAL's folders: made, renamed, deleted, subscribed. The id is the BAL's.
  'folders',
  'delivery',
  'compliance',
  'listeBlanche',
  'outbound',
  'bal',
  'session',
  // A version of the operator's terms was published. The id is the version's.
  'cgu',
  // A partner's key was revoked.
  'apiKey',
  'secours',
  // An operation over many rows was asked for, went on or ended.
  'operation',
  'quota',
  // What happened in a tenant, all kinds together. The id is the tenant’s: one word for a whole transaction.
  'event',
  'reply',
  // A webhook, or what is on its way to it.
  'webhook',
] as const;

export type ChangeTopic = (typeof CHANGE_TOPICS)[number];

/** Where a topic is told. */
export function channelOf(topic: ChangeTopic): string {
  return topic === 'folder' ? FOLDER_CHANNEL : CHANGE_CHANNEL;
}

/** Something changed: read it again within its tenant. Ids and counters only, for NOTIFY passes beside row level security. */
export interface Change {
  readonly topic: ChangeTopic;
  /** Null for what belongs to the whole installation. */
  readonly tenant: TenantId | null;
  readonly id: string;
  /** Of a folder, the modseq of the change, when that is all that changed: who knows that modseq has nothing to read. */
  readonly modseq?: number;
}

/** The payload of an announcement. @throws RangeError when the id is not a UUID: nothing else may be announced. */
export function writeChange(
  topic: ChangeTopic,
  tenant: TenantId | null,
  id: string,
  modseq?: number,
): string {
  const uuid = parseUuid(id);
  if (uuid === null) throw new RangeError(`announcement on ${topic}: the id is not a UUID`);
  return JSON.stringify({ topic, tenant, id: uuid, ...(modseq !== undefined && { modseq }) });
}

/** Reads a payload; null when it is not one of ours. */
export function readChange(payload: string): Change | null {
  const found = parseJson(payload);
  if (typeof found !== 'object' || found === null) return null;
  if (!('topic' in found && 'tenant' in found && 'id' in found)) return null;
  const topic = CHANGE_TOPICS.find((known) => known === found.topic);
  const id = typeof found.id === 'string' ? parseUuid(found.id) : null;
  const tenant = typeof found.tenant === 'string' ? parseTenantId(found.tenant) : null;
  if (!topic || id === null || (tenant === null && found.tenant !== null)) return null;
  const modseq = 'modseq' in found && Number.isSafeInteger(found.modseq) ? Number(found.modseq) : null;
  return { topic, tenant, id, ...(modseq !== null && { modseq }) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
