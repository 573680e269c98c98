import type { Bal, BalRoute, Routing } from '../access/index.js';
import { domainOf, type MailPath, type MssAddress, parseMssAddress } from '../identifiers/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { ActContext } from '../tenancy/index.js';
import { isInTrustSpace, type ListeBlanche } from '../trust/index.js';
import { admitInboundRecipient, type RecipientRouting } from './admit-inbound-recipient.js';
import type { MailRooms } from './mail-rooms.js';
import { mayExchange, mayWriteOutside } from './test-isolation.js';

/** Where a letter of ours may go. */
export type AdmittedRecipient =
  | { readonly kind: 'here'; readonly address: MssAddress; readonly route: BalRoute }
  | { readonly kind: 'peer'; readonly address: MssAddress };

export interface SubmissionRecipientPorts {
  readonly routing: Routing & RecipientRouting;
  readonly rooms: MailRooms;
  /** The list in force, null before the first. */
  listeBlanche(): ListeBlanche | null;
}

/**
 * May this BAL write to that address? Refuses addressMalformed, recipientOutsideTrustSpace, senderDomainNotListed,
 * listeBlancheUnavailable, testMailboxIsolated, recipientUnknown, recipientSuspended, recipientFull.
 */
// EX_3.2_5060: sender's and recipient's domains are on the liste blanche, verified before anything is accepted.
export async function admitOutboundRecipient(
  ports: SubmissionRecipientPorts,
  context: ActContext,
  sender: Bal,
  path: MailPath,
  announcedSize: number,
): Promise<Outcome<AdmittedRecipient>> {
  const address = parseMssAddress(path);
  if (!address) return refused('addressMalformed');
  const here = await admitInboundRecipient(ports, context, path, announcedSize);
  if (here.ok) return admitHere(ports.rooms, context, sender, here.value);
  return here.refusal.code === 'relayRefused' ? admitPeer(ports.listeBlanche(), sender, address) : here;
}

async function admitHere(
  rooms: MailRooms,
  context: ActContext,
  sender: Bal,
  route: BalRoute,
): Promise<Outcome<AdmittedRecipient>> {
  return rooms.transaction(context, (enter) =>
    enter(route.tenantId, async ({ bals }): Promise<Outcome<AdmittedRecipient>> => {
      const recipient = await bals.byId(route.balId);
      if (!recipient) return refused('recipientUnknown', { address: route.address });
      if (!mayExchange(sender, recipient)) return refused('testMailboxIsolated', { address: route.address });
      return done({ kind: 'here', address: route.address, route });
    }),
  );
}

function admitPeer(
  listeBlanche: ListeBlanche | null,
  sender: Bal,
  address: MssAddress,
): Outcome<AdmittedRecipient> {
  if (!listeBlanche) return refused('listeBlancheUnavailable');
  if (!isInTrustSpace(domainOf(address), listeBlanche))
    return refused('recipientOutsideTrustSpace', { address });
  const ours = domainOf(sender.address);
  if (!isInTrustSpace(ours, listeBlanche)) return refused('senderDomainNotListed', { domain: ours });
  if (!mayWriteOutside(sender, address)) return refused('testMailboxIsolated', { address });
  return done({ kind: 'peer', address });
}
