import type { BalRoute, Routing } from '../access/index.js';
import { domainOfPath, type MailPath, parseMssAddress } from '../identifiers/index.js';
import { done, type Outcome, type RefusalCode, refused } from '../outcome/index.js';
import type { ActContext } from '../tenancy/index.js';
import type { MailRooms } from './mail-rooms.js';

export interface RecipientPorts {
  readonly routing: Routing;
  readonly rooms: MailRooms;
}

/**
 * Does a BAL here take a letter for this address? `announcedSize` is what the sender declared, in octets; 0 when nothing.
 * Refuses relayRefused, recipientUnknown, recipientSuspended, recipientFull; the last two are traced in the BAL's tenant.
 */
// EX_3.1_5030 (7): the state of the BAL is told at RCPT, by the standard's codes, so that nobody has to bounce.
export async function admitInboundRecipient(
  ports: RecipientPorts,
  context: ActContext,
  path: MailPath,
  announcedSize: number,
): Promise<Outcome<BalRoute>> {
  const found = await routeOf(ports.routing, path);
  if (!found.ok) return found;
  const code = await obstacleOf(ports.rooms, context, found.value, announcedSize);
  return code ? refused(code, { address: found.value.address }) : found;
}

async function routeOf(routing: Routing, path: MailPath): Promise<Outcome<BalRoute>> {
  const address = parseMssAddress(path);
  const route = address ? (await routing.routesOf([address])).get(address) : undefined;
  if (route) return done(route);
  const ours = await routing.isOurDomain(domainOfPath(path));
  return ours ? refused('recipientUnknown', { address: path }) : refused('relayRefused');
}

async function obstacleOf(
  rooms: MailRooms,
  context: ActContext,
  { address, balId, tenantId, state }: BalRoute,
  size: number,
): Promise<RefusalCode | null> {
  const outcome = await rooms.transaction(context, (enter) =>
    enter(tenantId, async ({ bals, journal }) => {
      const bal = await bals.byId(balId);
      const isFull = bal !== null && bal.usedBytes + size > bal.quotaBytes;
      // RE_GBM_4420: a suspended BAL takes nothing in (x.2.1).
      const code: RefusalCode | null =
        state === 'suspended' ? 'recipientSuspended' : isFull ? 'recipientFull' : null;
      if (code) {
        await journal.record([
          { kind: 'message.refused', outcome: code, balId, facts: { recipient: address, size } },
        ]);
      }
      return done(code);
    }),
  );
  return outcome.ok ? outcome.value : outcome.refusal.code;
}
