import type { Copy, KnownDelivery } from './inspect-database.js';
import type { PeerCopy } from './inspect-doors.js';
import { type Attempt, type Ledger, markOf } from './ledger.js';

/** All that lies somewhere at the end of a campaign. */
export interface Found {
  readonly inDatabase: readonly Copy[];
  readonly byImap: readonly Copy[];
  readonly atPeer: readonly PeerCopy[];
  readonly deliveries: readonly KnownDelivery[];
  /** Instants at which a reply of the peer may have been lost, in milliseconds since 1970. */
  readonly lostReplies: readonly number[];
}

export interface Counts {
  letters: number;
  accepted: number;
  /** Copies, here or at the peer, that an accepted letter lacks. */
  lost: number;
  /** Copies beyond one that one attempt left in one BAL, or at the peer without a lost reply. */
  duplicated: number;
  /** Copies beyond one that nobody could avoid: a reply was lost, and the letter was sent again. */
  unavoidable: number;
  /** Refused by the reply to the content. */
  refused: number;
  /** Ended before the content had left whole, by a refusal or a lost connection. */
  brokenOff: number;
  /** Copies of refused or broken off attempts that are kept all the same. */
  refusedPresent: number;
  /** The connection ended between the last octet and the reply. */
  unknown: number;
  /** Of these, how many were kept. */
  unknownKept: number;
  /** Attempts kept for some of their recipients only. */
  partial: number;
  altered: number;
}

export interface Judgement {
  readonly counts: Counts;
  /** One sentence for each thing that must not be. */
  readonly violations: readonly string[];
}

/** Compares what clients were told with what lies here and at the peer. */
export function judge(ledger: Ledger, found: Found): Judgement {
  const judging = new Judging(ledger, found);
  judging.judgeAll();
  return judging;
}

class Judging implements Judgement {
  readonly counts: Counts;
  readonly violations: string[] = [];
  readonly #here: ReadonlyMap<string, readonly Copy[]>;
  readonly #away: ReadonlyMap<string, readonly PeerCopy[]>;

  constructor(
    private readonly ledger: Ledger,
    private readonly found: Found,
  ) {
    this.#here = Map.groupBy(found.inDatabase, ({ mark }) => mark);
    this.#away = Map.groupBy(found.atPeer, ({ mark }) => mark);
    this.counts = {
      letters: ledger.byLetter().size,
      accepted: ledger.count('accepted'),
      refused: ledger.count('refused'),
      brokenOff: ledger.count('notSent'),
      unknown: ledger.count('unknown'),
      ...{
        lost: 0,
        duplicated: 0,
        unavoidable: 0,
        refusedPresent: 0,
        unknownKept: 0,
        partial: 0,
        altered: 0,
      },
    };
  }

  judgeAll(): void {
    for (const attempts of this.ledger.byLetter().values()) this.#letter(attempts);
    this.#strangers();
    this.#imapShowsTheSame();
    this.#deliveriesTellTheTruth();
  }

  #letter(attempts: readonly Attempt[]): void {
    const kept = attempts.filter((attempt) => this.#attempt(attempt));
    // Each attempt that was kept, beyond the one that its client knows of, is one whose reply was lost.
    if (kept.length > 1) this.counts.unavoidable += kept.length - 1;
  }

  /** Whether something of it was kept. */
  #attempt(attempt: Attempt): boolean {
    const mark = markOf(attempt);
    const here = this.#here.get(mark) ?? [];
    const away = this.#away.get(mark) ?? [];
    const altered = [...here, ...away].filter(({ sha }) => sha !== attempt.sha).length;
    if (altered > 0) this.#violate('altered', altered, attempt, 'bytes changed');
    const isKept = here.length + away.length > 0;
    switch (attempt.fate) {
      case 'refused':
      case 'notSent':
        if (isKept)
          this.#violate('refusedPresent', here.length + away.length, attempt, 'kept though refused');
        return isKept;
      case 'unknown':
        if (isKept) this.counts.unknownKept += 1;
        if (isKept) this.#places(attempt, here, away, 'partial');
        return isKept;
      case 'accepted':
        this.#places(attempt, here, away, isKept ? 'partial' : 'lost');
        return true;
    }
  }

  #places(
    attempt: Attempt,
    here: readonly Copy[],
    away: readonly PeerCopy[],
    absence: 'lost' | 'partial',
  ): void {
    const { letter } = attempt;
    const expected = letter.here.map((address) => `inbox of ${address}`);
    if (letter.door === 'submission') expected.push(`sent of ${letter.sender}`);
    for (const place of expected) {
      const copies = here.filter(({ folder, address }) => `${folder} of ${address}` === place).length;
      if (copies === 0) this.#violate(absence, 1, attempt, `absent from ${place}`);
      if (copies > 1) this.#violate('duplicated', copies - 1, attempt, `${copies} times in ${place}`);
    }
    const elsewhere = here.filter(({ folder, address }) => !expected.includes(`${folder} of ${address}`));
    if (elsewhere.length > 0)
      this.#violate('duplicated', elsewhere.length, attempt, 'in a place it was not for');
    for (const recipient of letter.away) this.#atPeer(attempt, recipient, away, absence);
  }

  /** The peer has it once; again only when its reply may have been lost between the two. */
  #atPeer(attempt: Attempt, recipient: string, away: readonly PeerCopy[], absence: 'lost' | 'partial'): void {
    const copies = away.filter((copy) => copy.recipient === recipient).sort((a, b) => a.at - b.at);
    if (copies.length === 0) this.#violate(absence, 1, attempt, `never reached ${recipient}`);
    for (const [index, copy] of copies.entries()) {
      const before = copies[index - 1];
      if (!before) continue;
      const isExplained = this.found.lostReplies.some((at) => at >= before.at && at <= copy.at);
      if (isExplained) this.counts.unavoidable += 1;
      else this.#violate('duplicated', 1, attempt, `again to ${recipient}`);
    }
  }

  #strangers(): void {
    for (const { mark } of [...this.found.inDatabase, ...this.found.atPeer])
      if (!this.ledger.attempts.has(mark)) this.violations.push(`${mark}: nobody sent it`);
  }

  #imapShowsTheSame(): void {
    const keyOf = ({ address, folder, mark, sha }: Copy) => `${mark} in ${folder} of ${address} ${sha}`;
    const shown = this.found.byImap.map(keyOf).sort();
    const kept = this.found.inDatabase.map(keyOf).sort();
    const differing = shown.filter((key, index) => key !== kept[index]);
    if (shown.length !== kept.length || differing.length > 0)
      this.violations.push(
        `IMAP shows ${shown.length} copies, the database holds ${kept.length}; ${differing[0] ?? ''}`,
      );
  }

  #deliveriesTellTheTruth(): void {
    const received = new Set(this.found.atPeer.map(({ mark, recipient }) => `${mark} ${recipient}`));
    for (const { mark, recipient, state } of this.found.deliveries)
      if (state !== 'delivered' || !received.has(`${mark} ${recipient}`))
        this.violations.push(
          `${mark}: its delivery to ${recipient} is ${state}, the peer ${received.has(`${mark} ${recipient}`) ? 'has it' : 'has nothing'}`,
        );
  }

  #violate(count: keyof Counts, by: number, attempt: Attempt, story: string): void {
    this.counts[count] += by;
    this.violations.push(`${count}: ${markOf(attempt)} (told: ${attempt.fate}, ${attempt.told}): ${story}`);
  }
}
