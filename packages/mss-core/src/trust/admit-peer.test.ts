import { describe, expect, it } from 'vitest';
import { admitPeer, admitSender, isInTrustSpace } from './admit-peer.js';
import { indexListeBlanche } from './index-liste-blanche.js';
import { parseDn } from './parse-dn.js';

const PEER = 'CN=mx.peer-operateur.mssante.fr,OU=1990000019,O=OPERATEUR PAIR,ST=Paris (75),C=FR';
const OTHER = 'CN=mx.autre-operateur.fr,OU=1990000027,O=AUTRE OPERATEUR,ST=Paris (75),C=FR';
const peer = parseDn(PEER) ?? [];
const stranger = parseDn(PEER.replace('OPERATEUR PAIR', 'INCONNU')) ?? [];
const list = indexListeBlanche(
  [
    { domain: 'peer-operateur.mssante.fr', dn: PEER },
    { domain: 'interop-mssante.exemple.org', dn: PEER },
    { domain: 'autre.mssante.fr', dn: OTHER },
  ],
  new Date(),
);

function codeOf(outcome: ReturnType<typeof admitSender> | ReturnType<typeof admitPeer>): string {
  return outcome.ok ? 'ok' : outcome.refusal.code;
}

describe('EX_3.1_5030: a connector speaks for the domains that the liste blanche binds to its DN', () => {
  it.each([
    ['its own domain', 'peer-operateur.mssante.fr', 'ok'],
    ['its other domain, which does not end in mssante.fr', 'interop-mssante.exemple.org', 'ok'],
    ['its own domain in capitals', 'PEER-operateur.mssante.fr', 'ok'],
    ['the domain of another operator', 'autre.mssante.fr', 'senderDomainNotOfCertificate'],
    ['a domain that is not listed', 'inconnu.mssante.fr', 'senderDomainNotListed'],
    ['a subdomain of its own', 'x.peer-operateur.mssante.fr', 'senderDomainNotListed'],
    ['an empty domain', '', 'senderDomainNotListed'],
  ])('for %s', (_, domain, expected) => {
    expect(codeOf(admitSender(peer, domain, list))).toBe(expected);
  });

  it('may send a notification from nobody, as a listed connector', () => {
    expect(codeOf(admitSender(peer, null, list))).toBe('ok');
  });

  it('may send nothing, not even a notification, when its DN is not listed', () => {
    expect(codeOf(admitPeer(stranger, list))).toBe('certificateNotListed');
    expect(codeOf(admitSender(stranger, null, list))).toBe('certificateNotListed');
    expect(codeOf(admitSender(stranger, 'peer-operateur.mssante.fr', list))).toBe('certificateNotListed');
  });

  it('is asked to come back while no list is loaded', () => {
    expect(codeOf(admitPeer(peer, null))).toBe('listeBlancheUnavailable');
    expect(codeOf(admitSender(peer, null, null))).toBe('listeBlancheUnavailable');
    expect(isInTrustSpace('peer-operateur.mssante.fr', null)).toBe(false);
  });

  it('tells the sender which domain was refused', () => {
    const outcome = admitSender(peer, 'autre.mssante.fr', list);
    expect(outcome).toMatchObject({ ok: false, refusal: { detail: { domain: 'autre.mssante.fr' } } });
  });
});
