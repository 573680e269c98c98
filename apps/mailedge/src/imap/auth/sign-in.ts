import { type OpenedBal, type Outcome, type Proven, refused } from '@cachet/mss-core';
import { type Mechanism as BearerMechanism, readBearer } from '../../auth/bearer.js';
import { readPlain } from '../../auth/plain.js';
import { certificateFacts } from '../../auth/structure-proof.js';
import type { Session } from '../session/session.js';

export type Mechanism = BearerMechanism | 'PLAIN';

/** Which BAL a client wants to open, and how it proves that it may. */
interface Claim {
  readonly address: string;
  readonly facts: Readonly<Record<string, string | null>>;
  prove(): Promise<Proven>;
}

/** Opens the BAL named in a SASL response for whoever its proof speaks for: a person by token, a structure by certificate. */
export function signIn(
  session: Session,
  mechanism: Mechanism,
  response: string,
): Promise<Outcome<OpenedBal>> {
  return open(
    session,
    mechanism === 'PLAIN' ? byName(session, response) : byToken(session, mechanism, response),
  );
}

/** LOGIN names the BAL; its password is not looked at, the certificate is the proof. */
// EX_LPS_1200 (3): some software has LOGIN only.
export function signInByName(session: Session, address: string): Promise<Outcome<OpenedBal>> {
  return open(session, claimOf(session, address, 'LOGIN'));
}

function byToken({ deps }: Session, mechanism: BearerMechanism, response: string): Claim | null {
  const proof = readBearer(mechanism, response);
  if (!proof) return null;
  const prove = async () => ({ proof: 'psc', identity: await deps.access.verifyToken(proof.token) }) as const;
  return { address: proof.address, facts: { authentication: mechanism }, prove };
}

function byName(session: Session, response: string): Claim | null {
  const address = readPlain(response);
  return address === null ? null : claimOf(session, address, 'PLAIN');
}

function claimOf({ deps, transport }: Session, address: string, authentication: 'PLAIN' | 'LOGIN'): Claim {
  const { certificate } = transport;
  const prove = async () =>
    ({ proof: 'authcli', identity: await deps.access.proveStructure(certificate) }) as const;
  return { address, facts: { authentication, ...certificateFacts(certificate) }, prove };
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
