import { setTimeout as wait } from 'node:timers/promises';
import { type OpenedBal, type Outcome, refused } from '@cachet/mss-core';
import type { Session } from '../session/session.js';
import { type BearerProof, type Mechanism, readBearer } from './bearer.js';
import type { SignInThrottle } from './throttle.js';

/** Failures are answered on the beat, so that their timing does not tell a known BAL from an unknown one. */
const BEAT_MS = 200;

/** Opens the BAL named in a SASL response for the person its token speaks for. */
export async function signIn(
  session: Session,
  throttle: SignInThrottle,
  mechanism: Mechanism,
  response: string,
): Promise<Outcome<OpenedBal>> {
  const { deps } = session;
  const began = performance.now();
  const proof = readBearer(mechanism, response);
  const opened = proof ? await open(session, mechanism, proof) : refused('authenticationFailed');
  const account = proof?.address.toLowerCase().slice(0, 254) ?? '';
  if (opened.ok) {
    throttle.succeeded(account);
    return opened;
  }
  const delay = throttle.failed(account, deps.now());
  deps.log.info({ code: opened.refusal.code, entry: deps.entry }, 'sign-in refused');
  await wait(toTheBeat(performance.now() - began) + (deps.limits.authRate ? delay : 0));
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

function toTheBeat(elapsedMs: number): number {
  return BEAT_MS - (elapsedMs % BEAT_MS);
}
