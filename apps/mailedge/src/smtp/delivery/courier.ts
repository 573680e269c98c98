import {
  type AttemptVerdict,
  type DeliveryCause,
  isInTrustSpace,
  type ListeBlanche,
  type MssAddress,
} from '@cachet/mss-core';
import type { MxResolver } from './mx-resolver.js';
import {
  carry,
  HostUnusable,
  type OutgoingLetter,
  type PeerAddress,
  type PeerSessionDeps,
  type Verdicts,
} from './peer-session.js';

export interface CourierDeps extends PeerSessionDeps {
  readonly resolver: MxResolver;
  listeBlanche(): ListeBlanche | null;
}

/** Addresses tried for one letter at one attempt; the next attempt tries again from the best one. */
const MAX_ADDRESSES = 4;

/** Finds the operator of a domain and hands it a letter. A verdict for each recipient, whatever happens. */
export class Courier {
  constructor(private readonly deps: CourierDeps) {}

  async deliver(letter: OutgoingLetter): Promise<Verdicts> {
    const listeBlanche = this.deps.listeBlanche();
    if (!listeBlanche) return same(letter, verdict('temporary', 'listeBlancheUnavailable'));
    // EX_3.2_5060: verified once more before sending: the domain may have left the list meanwhile.
    if (!isInTrustSpace(letter.domain, listeBlanche)) {
      return same(letter, verdict('permanent', 'outsideTrustSpace'));
    }
    const answer = await this.deps.resolver.hostsOf(letter.domain);
    if (answer.kind !== 'hosts') return same(letter, verdict(answer.kind, answer.cause));
    // EX_3.2_5040: only the servers of the recipient's own operator; RFC 5321 §5.1: never ourselves.
    if (answer.hosts.includes(this.deps.hostname)) return same(letter, verdict('permanent', 'loopsToUs'));
    return this.tryHosts(answer.hosts, letter, listeBlanche);
  }

  private async tryHosts(
    hosts: readonly string[],
    letter: OutgoingLetter,
    listeBlanche: ListeBlanche,
  ): Promise<Verdicts> {
    let last: AttemptVerdict = verdict('temporary', 'directoryUnavailable');
    for await (const peer of this.addressesOf(hosts)) {
      try {
        return await carry(this.deps, peer, letter, listeBlanche);
      } catch (fault) {
        if (!(fault instanceof HostUnusable)) throw fault;
        last = fault.verdict;
      }
    }
    return same(letter, last);
  }

  private async *addressesOf(hosts: readonly string[]): AsyncIterable<PeerAddress> {
    let left = MAX_ADDRESSES;
    for (const host of hosts) {
      for (const address of await this.deps.resolver.addressesOf(host)) {
        if (left-- <= 0) return;
        yield { host, address };
      }
    }
  }
}

function same({ recipients }: OutgoingLetter, outcome: AttemptVerdict): Map<MssAddress, AttemptVerdict> {
  return new Map(recipients.map((recipient) => [recipient, outcome]));
}

function verdict(kind: 'temporary' | 'permanent', cause: DeliveryCause): AttemptVerdict {
  return { kind, cause, code: null, text: cause, remoteHost: null };
}
