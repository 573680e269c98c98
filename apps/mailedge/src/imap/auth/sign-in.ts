import { type OpenedBal, type Outcome, refused } from '@cachet/mss-core';
import { type BearerProof, type Mechanism, readBearer } from '../../auth/bearer.js';
import type { Session } from '../session/session.js';

/** Opens the BAL named in a SASL response for the person its token speaks for. */
export async function signIn(
  session: Session,
  mechanism: Mechanism,
  response: string,
): Promise<Outcome<OpenedBal>> {
  const { deps } = session;
  const proof = readBearer(mechanism, response);
  const opened = await deps.pace.hold(proof?.address ?? '', async () =>
    proof ? open(session, mechanism, proof) : refused('authenticationFailed'),
  );
  if (!opened.ok) deps.log.info({ code: opened.refusal.code, entry: deps.entry }, 'sign-in refused');
  return opened;
}

async function open(session: Session, mechanism: Mechanism, proof: BearerProof): Promise<Outcome<OpenedBal>> {
  const { deps, transport } = session;
  const identity = await deps.access.verifyToken(proof.token);
  return deps.access.open(session.door(), {
    address: proof.address,
    identity,
    proof: 'psc',
    facts: {
      authentication: mechanism,
      protocol: 'IMAP',
      client: session.clientName,
      remotePort: transport.remotePort,
    },
  });
}
