import { X509Certificate } from 'node:crypto';
import {
  type AttemptVerdict,
  type DeliveryCause,
  isInTrustSpace,
  type ListeBlanche,
  sentence,
} from '@cachet/mss-core';
import { isPublicAddress } from '@cachet/runtime';
import type { CertificateJudge } from '../ports.js';
import type { MxResolver } from './mx-resolver.js';
import { handLetter } from './peer/hand-letter.js';
import { IdleSessions, SESSION_LIMITS, type SessionLimits } from './peer/idle-sessions.js';
import { type OutgoingLetter, sameVerdict, type Verdicts } from './peer/outgoing-letter.js';
import {
  HostUnusable,
  type PeerAddress,
  PeerSession,
  type PeerSessionDeps,
  type Refused,
  unusable,
} from './peer/peer-session.js';

export interface CourierDeps extends PeerSessionDeps {
  readonly resolver: MxResolver;
  readonly certificates: CertificateJudge;
  listeBlanche(): ListeBlanche | null;
  /** True where peers live on private addresses, as in the sandbox. */
  readonly takesPrivateAddresses: boolean;
  /** How long sessions are kept, and for how many letters. */
  readonly sessions?: SessionLimits;
}

/** Addresses tried for one letter at one attempt; the next attempt tries again from the best one. */
const MAX_ADDRESSES = 4;

/** Finds the operator of a domain and hands it a letter. A verdict for each recipient, whatever happens. */
export class Courier {
  readonly #idle: IdleSessions;

  constructor(private readonly deps: CourierDeps) {
    this.#idle = new IdleSessions(deps.sessions ?? SESSION_LIMITS);
  }

  async deliver(letter: OutgoingLetter): Promise<Verdicts> {
    const listeBlanche = this.deps.listeBlanche();
    if (!listeBlanche) return sameVerdict(letter, verdict('temporary', 'listeBlancheUnavailable'));
    // EX_3.2_5060: verified once more before sending: the domain may have left the list meanwhile.
    if (!isInTrustSpace(letter.domain, listeBlanche)) {
      return sameVerdict(letter, verdict('permanent', 'outsideTrustSpace'));
    }
    const answer = await this.deps.resolver.hostsOf(letter.domain);
    if (answer.kind !== 'hosts') return sameVerdict(letter, verdict(answer.kind, answer.cause));
    // EX_3.2_5040: only the servers of the recipient's own operator; RFC 5321 §5.1: never ourselves.
    if (answer.hosts.includes(this.deps.hostname)) {
      return sameVerdict(letter, verdict('permanent', 'loopsToUs'));
    }
    return this.#tryHosts(answer.hosts, letter, listeBlanche);
  }

  /** Ends the sessions kept for a next letter. */
  stop(): Promise<void> {
    return this.#idle.stop();
  }

  async #tryHosts(
    hosts: readonly string[],
    letter: OutgoingLetter,
    listeBlanche: ListeBlanche,
  ): Promise<Verdicts> {
    let last: AttemptVerdict = verdict('temporary', 'directoryUnavailable');
    for await (const peer of this.#addressesOf(hosts)) {
      try {
        if (!this.#mayConnect(peer)) throw unusable('addressNotPublic', peer, 'the address is not public');
        return await this.#carry(peer, letter, listeBlanche);
      } catch (fault) {
        if (!(fault instanceof HostUnusable)) throw fault;
        last = fault.verdict;
      }
    }
    return sameVerdict(letter, last);
  }

  async *#addressesOf(hosts: readonly string[]): AsyncIterable<PeerAddress> {
    let left = MAX_ADDRESSES;
    for (const host of hosts) {
      for (const address of await this.deps.resolver.addressesOf(host)) {
        if (left-- <= 0) return;
        yield { host, address };
      }
    }
  }

  #mayConnect({ address }: PeerAddress): boolean {
    return this.deps.takesPrivateAddresses || isPublicAddress(address);
  }

  /** By a session kept from the letter before, when there is one; by a new one when that one has died meanwhile. */
  async #carry(peer: PeerAddress, letter: OutgoingLetter, listeBlanche: ListeBlanche): Promise<Verdicts> {
    const kept = this.#idle.take(peer, this.deps.identity());
    if (kept) {
      try {
        return await this.#handOver(kept, letter, listeBlanche);
      } catch (fault) {
        if (!(fault instanceof HostUnusable)) throw fault;
      }
    }
    return this.#handOver(await PeerSession.open(this.deps, peer), letter, listeBlanche);
  }

  // EX_3.2_5050: each step of §6.7.2.1 in its order; nothing about the letter before step 6 is passed, for each letter anew.
  async #handOver(
    session: PeerSession,
    letter: OutgoingLetter,
    listeBlanche: ListeBlanche,
  ): Promise<Verdicts> {
    try {
      const verdicts = await this.#judgeAndHand(session, letter, listeBlanche);
      this.#idle.give(session);
      return verdicts;
    } catch (fault) {
      void session.close();
      throw fault;
    }
  }

  async #judgeAndHand(
    session: PeerSession,
    letter: OutgoingLetter,
    listeBlanche: ListeBlanche,
  ): Promise<Verdicts> {
    if (this.#isOurselves(session)) return sameVerdict(letter, verdict('permanent', 'loopsToUs'));
    const objection = await this.#objectionTo(session, letter.domain, listeBlanche);
    if (objection) throw unusable(objection.cause, session.peer, objection.text);
    return handLetter(session, letter);
  }

  #isOurselves({ certificate, identity }: PeerSession): boolean {
    return certificate !== null && new X509Certificate(identity.cert).raw.equals(certificate);
  }

  async #objectionTo(
    { certificate }: PeerSession,
    domain: string,
    listeBlanche: ListeBlanche,
  ): Promise<{ readonly cause: DeliveryCause; readonly text: string } | null> {
    if (!certificate) return { cause: 'certificateNotAccepted', text: 'no certificate' };
    // EX_3.2_5050 (4): chain, validity and revocation; EX_OPE_5040: by our store alone, whatever name the host has.
    const judged = await this.deps.certificates.judge(certificate);
    if (!judged.ok) return { cause: 'certificateNotAccepted', text: sentence(judged.refusal, 'en') };
    // EX_3.2_5050 (5, 6): the DN is listed, and listed for the recipient's domain.
    if (listeBlanche.isBound(judged.dn, domain)) return null;
    return { cause: 'certificateOfAnotherDomain', text: `${judged.dnText} is not listed for ${domain}` };
  }
}

function verdict(kind: 'temporary' | 'permanent', cause: DeliveryCause): Refused {
  return { kind, cause, code: null, text: cause, remoteHost: null, tls: null };
}
