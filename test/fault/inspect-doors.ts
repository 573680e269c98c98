import { openImap } from '../e2e/clients.js';
import type { Sandbox } from '../e2e/sandbox.js';
import type { Copy } from './inspect-database.js';
import { readCopy } from './letters.js';

const FOLDERS = { INBOX: 'inbox', Sent: 'sent' } as const;

/** The copies that their readers see by IMAP, each BAL opened by who is responsible for it. */
export async function copiesByImap(sandbox: Sandbox): Promise<Copy[]> {
  const copies: Copy[] = [];
  for (const { address, type, holders } of sandbox.tenants.flatMap((tenant) => tenant.mailboxes)) {
    const rpps = holders.find(({ role }) => role === 'responsable')?.rpps;
    // Applicative BAL have a door of their own, and get no letter of a campaign.
    if (rpps && type !== 'APP') copies.push(...(await copiesIn(sandbox, address, rpps)));
  }
  return copies;
}

async function copiesIn(sandbox: Sandbox, address: string, rpps: string): Promise<Copy[]> {
  const copies: Copy[] = [];
  const client = await openImap(sandbox, { rpps, bal: address });
  for (const [path, folder] of Object.entries(FOLDERS)) {
    const lock = await client.getMailboxLock(path).catch(() => null);
    // A BAL that never sent has no Sent.
    if (!lock) continue;
    const isEmpty = client.mailbox !== false && client.mailbox.exists === 0;
    for await (const { source } of isEmpty ? [] : client.fetch('1:*', { source: true })) {
      const copy = source ? readCopy(source) : null;
      if (copy) copies.push({ address, folder, ...copy });
    }
    lock.release();
  }
  await client.logout();
  return copies;
}

/** A letter as the other operator has it. */
export interface PeerCopy {
  readonly mark: string;
  readonly sha: string;
  readonly recipient: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

interface Received {
  readonly to: string | readonly string[];
  readonly raw: string;
  readonly at: string;
}

/** What the other operator has for one of its mailboxes. */
export async function copiesAtPeer(sandbox: Sandbox, recipient: string): Promise<PeerCopy[]> {
  const answer = await fetch(`${sandbox.peer.received}?to=${encodeURIComponent(recipient)}`);
  const received = (await answer.json()) as Received[];
  return received.flatMap(({ raw, at }) => {
    const copy = readCopy(Buffer.from(raw, 'base64'));
    return copy ? [{ ...copy, recipient, at: Date.parse(at) }] : [];
  });
}
