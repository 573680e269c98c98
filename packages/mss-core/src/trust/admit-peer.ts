import { done, type Outcome, refused } from '../outcome/index.js';
import type { DistinguishedName } from './distinguished-name.js';
import type { ListeBlanche } from './liste-blanche.js';

/**
 * TM3.1P step 4: is this connector listed? Its certificate is already judged (chain, dates, revocation). `listeBlanche` is null while
 * no verified list is loaded: the answer is then temporary.
 */
export function admitPeer(
  dn: DistinguishedName,
  listeBlanche: ListeBlanche | null,
): Outcome<DistinguishedName> {
  if (!listeBlanche) return refused('listeBlancheUnavailable');
  // EX_OPE_5020: a connector speaks only when the DN of its certificate has a match in the liste blanche.
  return listeBlanche.hasDn(dn) ? done(dn) : refused('certificateNotListed');
}

/**
 * TM3.1P steps 4 to 6: may this connector speak for that sender? `mailFromDomain` is the domain of the envelope's sender, null for
 * the null reverse-path of a notification. Answers the domain spoken for.
 */
export function admitSender(
  dn: DistinguishedName,
  mailFromDomain: string | null,
  listeBlanche: ListeBlanche | null,
): Outcome<string | null> {
  const peer = admitPeer(dn, listeBlanche);
  if (!peer.ok) return peer;
  // EX_3.1_5030: notifications (null sender) need a listed DN and nothing more.
  if (mailFromDomain === null) return done(null);
  if (!isInTrustSpace(mailFromDomain, listeBlanche)) {
    return refused('senderDomainNotListed', { domain: mailFromDomain });
  }
  // EX_3.1_5030: the sender's domain must be bound, in the liste blanche, to the DN of the certificate in use.
  if (!listeBlanche?.isBound(dn, mailFromDomain)) {
    return refused('senderDomainNotOfCertificate', { domain: mailFromDomain });
  }
  return done(mailFromDomain);
}

/** Membership of the list is the only test: no suffix decides (some domains do not end in mssante.fr). */
export function isInTrustSpace(domain: string, listeBlanche: ListeBlanche | null): boolean {
  return listeBlanche?.hasDomain(domain) ?? false;
}
