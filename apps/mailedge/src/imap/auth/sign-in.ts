import { type OpenedBal, type Outcome, refused } from '@cachet/mss-core';
import type { Mechanism as BearerMechanism } from '../../auth/bearer.js';
import {
  type Claim,
  claimByCertificate,
  claimByPlain,
  claimBySecours,
  claimByToken,
  type ShownCertificate,
} from '../../auth/claim.js';
import type { Session } from '../session/session.js';

export type Mechanism = BearerMechanism | 'PLAIN';

/** Opens the BAL named in a SASL response for whoever its proof speaks for: a person by token, a structure by certificate. */
export function signIn(
  session: Session,
  mechanism: Mechanism,
  response: string,
): Promise<Outcome<OpenedBal>> {
  return open(session, claimOf(session, mechanism, response));
}

function claimOf(session: Session, mechanism: Mechanism, response: string): Claim | null {
  const { access, entry } = session.deps;
  if (mechanism !== 'PLAIN') return claimByToken(mechanism, response, (token) => access.verifyToken(token));
  return entry === 'authcli'
    ? claimByPlain(response, shownBy(session))
    : claimBySecours(response, access.secours, 'imap');
}

/** LOGIN names the BAL; its password is not looked at, the certificate is the proof. */
// EX_LPS_1200 (3): some software has LOGIN only.
export function signInByName(session: Session, address: string): Promise<Outcome<OpenedBal>> {
  return open(session, claimByCertificate(address, 'LOGIN', shownBy(session)));
}

function shownBy({ deps, transport }: Session): ShownCertificate {
  const { certificate } = transport;
  return { certificate, proveStructure: (shown) => deps.access.proveStructure(shown) };
}

async function open(session: Session, claim: Claim | null): Promise<Outcome<OpenedBal>> {
  const { deps, transport } = session;
  const opened = await deps.pace.hold(claim?.address ?? '', async () => {
    if (!claim) return refused('authenticationFailed');
    const facts = { protocol: 'IMAP', client: session.clientName, remotePort: transport.remotePort };
    return deps.access.open(session.door(), {
      ...(await claim.prove()),
      address: claim.address,
      facts: { ...claim.facts, ...facts },
    });
  });
  if (!opened.ok) deps.log.info({ code: opened.refusal.code, entry: deps.entry }, 'sign-in refused');
  return opened;
}
