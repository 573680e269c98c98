import { describe, expect, it } from 'vitest';
import { type Found, judge } from './judgement.js';
import { type Attempt, type Fate, Ledger, markOf } from './ledger.js';
import { bytesOf, type Letter } from './letters.js';

const SENDER = 'anne@structure.mssante.fr';
const [BRUNO, CHLOE, AWAY] = ['bruno@s.mssante.fr', 'chloe@s.mssante.fr', 'silence.x@pair.mssante.fr'];

const LETTER: Letter = {
  id: 'l1',
  door: 'mx',
  rpps: null,
  sender: SENDER,
  here: [BRUNO],
  away: [],
  inChunks: false,
  size: 1000,
  dies: false,
  wantsReceipts: false,
};

/** A ledger in which this letter was tried so many times, with these fates. */
function told(letter: Letter, ...fates: Fate[]): { ledger: Ledger; attempts: Attempt[] } {
  const ledger = new Ledger();
  const attempts = fates.map((fate, index) => {
    const attempt = ledger.begin(letter, index + 1, bytesOf(letter, index + 1));
    attempt.fate = fate;
    return attempt;
  });
  return { ledger, attempts };
}

const inbox = (attempt: Attempt | undefined, address = BRUNO, folder = 'inbox') => ({
  address,
  folder,
  mark: attempt ? markOf(attempt) : '',
  sha: attempt?.sha ?? '',
});

const atPeer = (attempt: Attempt | undefined, at: number) => ({ ...inbox(attempt), recipient: AWAY, at });

const NOTHING: Found = { inDatabase: [], byImap: [], atPeer: [], deliveries: [], lostReplies: [] };
/** Here, and shown by IMAP alike. */
const here = (...copies: Found['inDatabase'][number][]): Found => ({
  ...NOTHING,
  inDatabase: copies,
  byImap: copies,
});

describe('What a campaign finds is judged by what its clients were told', () => {
  it('an accepted letter that lies once in its BAL is as it should be', () => {
    const { ledger, attempts } = told(LETTER, 'refused', 'accepted');
    const { counts, violations } = judge(ledger, here(inbox(attempts[1])));
    expect(violations).toEqual([]);
    expect(counts).toMatchObject({ letters: 1, accepted: 1, refused: 1, lost: 0 });
  });

  it('an accepted letter that lies nowhere is lost', () => {
    const { ledger } = told(LETTER, 'accepted');
    const { counts, violations } = judge(ledger, NOTHING);
    expect(counts.lost).toBe(1);
    expect(violations).toHaveLength(1);
  });

  it('a letter for two that one alone has is partial', () => {
    const { ledger, attempts } = told({ ...LETTER, here: [BRUNO, CHLOE] }, 'accepted');
    expect(judge(ledger, here(inbox(attempts[0]))).counts).toMatchObject({ partial: 1, lost: 0 });
  });

  it('an attempt that lies twice in a BAL is a duplicate', () => {
    const { ledger, attempts } = told(LETTER, 'accepted');
    const found = here(inbox(attempts[0]), inbox(attempts[0]));
    expect(judge(ledger, found).counts).toMatchObject({ duplicated: 1, unavoidable: 0 });
  });

  it('two attempts kept are nobody’s fault only when the first one’s reply was lost', () => {
    const unknown = told(LETTER, 'unknown', 'accepted');
    const both = (attempts: Attempt[]) => here(inbox(attempts[0]), inbox(attempts[1]));
    const { counts, violations } = judge(unknown.ledger, both(unknown.attempts));
    expect(violations).toEqual([]);
    expect(counts).toMatchObject({ unavoidable: 1, unknown: 1, unknownKept: 1 });
    for (const fate of ['refused', 'notSent'] as const) {
      const { ledger, attempts } = told(LETTER, fate, 'accepted');
      const judged = judge(ledger, both(attempts));
      expect(judged.counts.refusedPresent).toBe(1);
      expect(judged.violations).toHaveLength(1);
    }
  });

  it('other bytes, another BAL, a letter nobody sent, and IMAP showing less are told', () => {
    const { ledger, attempts } = told(LETTER, 'accepted');
    const right = inbox(attempts[0]);
    expect(judge(ledger, here({ ...right, sha: 'other' })).counts.altered).toBe(1);
    expect(judge(ledger, here(right, inbox(attempts[0], CHLOE))).violations).not.toEqual([]);
    expect(judge(ledger, here(right, { ...right, mark: 'l2 1' })).violations).not.toEqual([]);
    expect(judge(ledger, { ...here(right), byImap: [] }).violations).not.toEqual([]);
  });

  it('a letter sent away reaches the peer again only when its reply was lost in between', () => {
    const submitted: Letter = { ...LETTER, door: 'submission', here: [], away: [AWAY] };
    const { ledger, attempts } = told(submitted, 'accepted');
    const sent = here(inbox(attempts[0], SENDER, 'sent'));
    expect(judge(ledger, sent).counts.partial).toBe(1);
    const twice = { ...sent, atPeer: [atPeer(attempts[0], 1000), atPeer(attempts[0], 3000)] };
    expect(judge(ledger, twice).counts).toMatchObject({ duplicated: 1, unavoidable: 0 });
    const explained = judge(ledger, { ...twice, lostReplies: [2000] });
    expect(explained.violations).toEqual([]);
    expect(explained.counts).toMatchObject({ duplicated: 0, unavoidable: 1 });
  });

  it('a delivery that says otherwise than the peer is told', () => {
    const submitted: Letter = { ...LETTER, door: 'submission', here: [], away: [AWAY] };
    const { ledger, attempts } = told(submitted, 'accepted');
    const mark = markOf(attempts[0] ?? { letter: submitted, number: 0 });
    const found = { ...here(inbox(attempts[0], SENDER, 'sent')), atPeer: [atPeer(attempts[0], 1)] };
    const delivery = (state: string) => ({ ...found, deliveries: [{ mark, recipient: AWAY, state }] });
    expect(judge(ledger, delivery('delivered')).violations).toEqual([]);
    expect(judge(ledger, delivery('failed')).violations).toHaveLength(1);
  });
});
