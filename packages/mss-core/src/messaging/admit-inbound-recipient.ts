import type { BalRoute, BalStore, Routing } from '../access/index.js';
import { domainOfPath, type MailPath, type MssAddress, parseMssAddress } from '../identifiers/index.js';
import { done, type Outcome, type RefusalCode, refused } from '../outcome/index.js';
import type { ActContext } from '../tenancy/index.js';
import type { MailRooms } from './mail-rooms.js';

/** A BAL as a sender must know it, found by its address before any tenant is. */
export interface InboundRecipient extends BalRoute {
  readonly usedBytes: number;
  readonly quotaBytes: number;
}

export interface RecipientRouting extends Pick<Routing, 'isOurDomain'> {
  inboundRecipient(address: MssAddress): Promise<InboundRecipient | null>;
}

export interface RecipientPorts {
  readonly routing: RecipientRouting;
  readonly rooms: MailRooms;
  /** Name of this server: a postmaster may be asked for there too. */
  readonly hostname?: string;
  /** BAL of whoever answers for the mail service, for the domains that have no postmaster of their own. */
  readonly postmaster?: MssAddress | null;
}

/** After so long without room nobody seems to look after the BAL: senders are told at once, and try no more. */
export const FULL_FOR_LONG_MS = 48 * 60 * 60_000;

/**
 * Does a BAL here take a letter for this address? `announcedSize` is what the sender declared, in octets; 0 when nothing.
 * Refuses relayRefused, recipientUnknown, recipientSuspended, recipientFull, recipientFullForLong; the last three are traced in the
 * BAL's tenant.
 */
// EX_3.1_5030 (7): the state of the BAL is told at RCPT, by the standard's codes, so that nobody has to bounce.
export async function admitInboundRecipient(
  ports: RecipientPorts,
  context: ActContext,
  path: MailPath,
  announcedSize: number,
): Promise<Outcome<BalRoute>> {
  const found = await recipientAt(ports, path);
  if (!found.ok) return found;
  const recipient = found.value;
  const code = obstacleOf(recipient, announcedSize);
  if (!code) return found;
  return traceRefusal(ports.rooms, context, recipient, code, announcedSize);
}

async function recipientAt(ports: RecipientPorts, path: MailPath): Promise<Outcome<InboundRecipient>> {
  const { routing, hostname, postmaster } = ports;
  const address = parseMssAddress(path);
  const recipient = address ? await routing.inboundRecipient(address) : null;
  if (recipient) return done(recipient);
  const domain = domainOfPath(path);
  const isOurs = domain === hostname?.toLowerCase() || (await routing.isOurDomain(domain));
  if (!isOurs) return refused('relayRefused');
  // RFC 5321 §4.5.1: there is a postmaster for every domain served.
  const answers =
    /^postmaster@/i.test(path) && postmaster ? await routing.inboundRecipient(postmaster) : null;
  return answers ? done(answers) : refused('recipientUnknown', { address: path });
}

function obstacleOf({ state, usedBytes, quotaBytes }: InboundRecipient, size: number): RefusalCode | null {
  // RE_GBM_4420: a suspended BAL takes nothing in (x.2.1); one that is not open yet, or no more, is to its senders as if it were not.
  if (state === 'suspended') return 'recipientSuspended';
  if (state !== 'active') return 'recipientUnknown';
  return usedBytes + size > quotaBytes ? 'recipientFull' : null;
}

async function traceRefusal(
  rooms: MailRooms,
  context: ActContext,
  { address, balId, tenantId }: BalRoute,
  obstacle: RefusalCode,
  size: number,
): Promise<Outcome<never>> {
  const facts = { recipient: address, size };
  const told = await rooms.transaction(context, (enter) =>
    enter(tenantId, async ({ bals, journal }) => {
      const code = obstacle === 'recipientFull' ? await fullness(bals, balId, context.at) : obstacle;
      await journal.record([{ kind: 'message.refused', outcome: code, balId, facts }]);
      return done(code);
    }),
  );
  return told.ok ? refused(told.value, { address }) : told;
}

// RFC 3463 §3.3: x.2.2, first for a while, then for good.
async function fullness(bals: BalStore, balId: string, at: Date): Promise<RefusalCode> {
  const since = await bals.noteFull(balId, at);
  return at.getTime() - since.getTime() >= FULL_FOR_LONG_MS ? 'recipientFullForLong' : 'recipientFull';
}
