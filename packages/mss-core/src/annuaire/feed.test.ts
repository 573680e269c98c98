import { describe, expect, it } from 'vitest';
import { parseFiness, parseIdNat, parseMssAddress } from '../identifiers/index.js';
import { buildFeed, emptyFeed, type FeedWorld, fingerprintOf, fingerprintsOf } from './build-feed.js';
import { compareFeeds, isChange, losesMuch } from './compare-feeds.js';
import { declareBal, type OwnBal, type OwnHolder } from './declare-bal.js';
import { NO_FACTS } from './directory-facts.js';
import { NOS } from './nomenclatures.js';

const WORLD: FeedWorld = {
  ...{ isListed: true, facts: NO_FACTS, nomenclatures: NOS, at: new Date('2026-11-29T08:00:00Z') },
};
const SITE = parseFiness('750100042');

function holder(idNat: string, familyName: string, role: OwnHolder['role'] = 'responsible'): OwnHolder {
  return { idNat: parseIdNat(idNat)!, familyName, givenName: 'Jeanne', role };
}

const APPROVED = { civiliteExercice: null, profession: '60', specialite: null };
const MOREAU = holder('899700218896', 'MOREAU');

function bal(name: string, change: Partial<OwnBal> = {}): OwnBal {
  return {
    ...{ id: `bal of ${name}`, address: parseMssAddress(`${name}@ch-sud.mssante.fr`)!, kind: 'personal' },
    ...{ state: 'active', isTest: false, description: '', finess: SITE, listeRouge: [] },
    ...{ service: null, rank: null, approved: null },
    ...{ tenantKind: 'structure', holders: [MOREAU], ...change },
  };
}

const declarationOf = (own: OwnBal) => {
  const judged = declareBal(own);
  return judged.kind === 'declared' ? judged.declaration : judged.reason;
};

describe('EX_PBA_5010: which of our BAL are declared', () => {
  it('is every open one, EX_PBA_5230: but never a test BAL', () => {
    expect(declarationOf(bal('essai.test', { isTest: true }))).toBe('test');
    expect(declarationOf(bal('essai'))).toMatchObject({ typeBal: 'PER' });
  });

  it('EX_PBA_5140: is neither a suspended, nor a deleted, nor a pending one', () => {
    for (const state of ['suspended', 'deleted', 'pending'] as const)
      expect(declarationOf(bal('x', { state, listeRouge: ['choice'] }))).toBe('notOpen');
  });

  it('is none of a patient, and none that nobody answers for', () => {
    const patient = parseMssAddress('277076322082910@patient.mssante.fr')!;
    expect(declarationOf(bal('x', { address: patient }))).toBe('patient');
    expect(declarationOf(bal('x', { holders: [holder('899700218896', 'A', 'coholder')] }))).toBe(
      'nobodyAnswers',
    );
  });
});

describe('how each kind is declared', () => {
  it('EX_PBA_5090, EX_PBA_5220: a personal one by national identifier, attached to its place', () => {
    expect(declarationOf(bal('jeanne.moreau'))).toMatchObject({
      ...{ typeIdentifiantPP: '8', identifiantPP: '99700218896', nomExercice: 'MOREAU' },
      ...{ typeIdentifiantPM: '1', identifiantPM: '750100042', listeRouge: 'N', serviceRattachement: null },
    });
    const ofTown = bal('x', { tenantKind: 'solo', finess: null, holders: [holder('0759000010', 'ROY')] });
    expect(declarationOf(ofTown)).toMatchObject({
      ...{ typeIdentifiantPP: '0', identifiantPP: '759000010', typeIdentifiantPM: null, identifiantPM: null },
    });
  });

  it('EX_PBA_5090: tells what is wanting to declare somebody whom no register knows', () => {
    const holders = [holder('3010000024/17', 'SEC')];
    const ofTown = { holders, finess: null };
    const practice = { ...ofTown, kind: 'organisational', tenantKind: 'practice' } as const;
    expect(declarationOf(bal('x', { holders }))).toBe('holderNotNational');
    expect(declarationOf(bal('x', { ...ofTown, approved: APPROVED }))).toBe('holderWithoutPlace');
    expect(declarationOf(bal('x', { ...practice, approved: APPROVED }))).toBe('practiceNotNational');
    expect(declarationOf(bal('x', { holders, approved: APPROVED }))).toMatchObject({ typeBal: 'PER' });
    expect(declarationOf(bal('x', { ...practice, finess: SITE }))).toMatchObject({ typeBal: 'ORG' });
  });

  it('EX_GBM_3020: an organisational one of a structure as ORG, its coholders untold', () => {
    const holders = [MOREAU, holder('899700366240', 'ROY', 'coholder')];
    const own = bal('cardiologie', {
      kind: 'organisational',
      description: 'Service de cardiologie',
      holders,
    });
    expect(declarationOf(own)).toMatchObject({
      ...{ typeBal: 'ORG', responsable: 'Jeanne MOREAU', description: 'Service de cardiologie' },
      ...{ typeIdentifiantPM: '1', cotitulaires: null, identifiantPP: null },
    });
  });

  it('EX_GBM_3030: one of a practice as CAB with those whom a register knows', () => {
    const cab = {
      kind: 'organisational',
      tenantKind: 'practice',
      finess: null,
      description: 'Cabinet',
    } as const;
    const holders = [
      MOREAU,
      holder('3010000024/17', 'SEC', 'coholder'),
      holder('0759000010', 'ROY', 'coholder'),
    ];
    expect(declarationOf(bal('cabinet', { ...cab, holders }))).toMatchObject({
      typeBal: 'CAB',
      typeIdentifiantPM: null,
      cotitulaires: [
        { identifiantPP: '99700218896', estResponsable: 'O' },
        { identifiantPP: '759000010', typeIdentifiantPP: '0', estResponsable: 'N' },
      ],
    });
    expect(declarationOf(bal('cabinet', { ...cab, holders: holders.slice(1) }))).toBe('nobodyAnswers');
    // EX_PBA_5012: linked to a place, it is an ORG of that place.
    expect(declarationOf(bal('cabinet', { ...cab, finess: SITE }))).toMatchObject({ typeBal: 'ORG' });
  });

  it('an applicative one as APP, EX_PBA_5050: on the liste rouge when it is wanted there', () => {
    const app = bal('automate', { kind: 'applicative', description: 'Automate', listeRouge: ['choice'] });
    expect(declarationOf(app)).toMatchObject({ typeBal: 'APP', listeRouge: 'O' });
  });
});

describe('EX_1.1.1_5010: the feed of a domain', () => {
  it('holds everything that is declared, by address, and says what is not', () => {
    const feed = buildFeed('ch-sud.mssante.fr', [bal('b'), bal('a'), bal('t', { isTest: true })], WORLD);
    expect(feed.entries.map(({ declaration }) => declaration.adresseBal)).toEqual([
      'a@ch-sud.mssante.fr',
      'b@ch-sud.mssante.fr',
    ]);
    expect(feed.leftOut).toEqual([{ balId: 'bal of t', reason: 'test' }]);
  });

  it('EX_PBA_5150: sends what might be rejected, and keeps back what would have the whole message refused', () => {
    const undescribed = bal('service', { kind: 'organisational' });
    const long = bal('x', { holders: [holder('899700218896', 'M'.repeat(81))] });
    const feed = buildFeed('ch-sud.mssante.fr', [undescribed, long, bal('a')], WORLD);
    expect(feed.keptBack.map(({ balId }) => balId)).toEqual(['bal of x']);
    const sent = feed.entries.map(({ balId, findings }) => [balId, findings.broken.map(({ id }) => id)]);
    expect(sent).toEqual([
      ['bal of a', []],
      ['bal of service', ['RG_CTR_030']],
    ]);
  });

  it('EX_PBA_5030: sees an address that stands twice, and one of another domain', () => {
    const feed = buildFeed('ch-sud.mssante.fr', [bal('a'), bal('a', { id: 'another' })], WORLD);
    expect(feed.entries.map(({ findings }) => findings.broken[0]?.code)).toEqual(['MSS042', 'MSS042']);
    const [stray] = buildFeed('ch-nord.mssante.fr', [bal('a')], WORLD).entries;
    expect(stray?.findings.broken.map(({ code }) => code)).toEqual(['MSS001']);
  });

  it('EX_GBM_6020: empties a domain that is about to leave', () => {
    expect(emptyFeed('ch-sud.mssante.fr').entries).toEqual([]);
  });
});

describe('two feeds compared', () => {
  const printsOf = (...bals: OwnBal[]) => fingerprintsOf(buildFeed('ch-sud.mssante.fr', bals, WORLD));

  it('tell what the Annuaire will create, change and delete', () => {
    const before = printsOf(bal('a'), bal('b'), bal('c'));
    const after = printsOf(bal('b'), bal('c', { listeRouge: ['choice'] }), bal('d'));
    expect(compareFeeds(before, after)).toEqual({
      created: ['d@ch-sud.mssante.fr'],
      changed: ['c@ch-sud.mssante.fr'],
      removed: ['a@ch-sud.mssante.fr'],
    });
    expect(isChange(compareFeeds(before, printsOf(bal('c'), bal('b'), bal('a'))))).toBe(false);
  });

  it('are the same whatever order their values came in', () => {
    const judged = declareBal(bal('a'));
    if (judged.kind !== 'declared') throw new Error('a declaration was expected');
    const turned = Object.fromEntries(Object.entries(judged.declaration).reverse());
    expect(fingerprintOf(turned as unknown as typeof judged.declaration)).toBe(
      fingerprintOf(judged.declaration),
    );
  });

  it('ask for a person’s eyes when the next one forgets very much', () => {
    const many = Array.from({ length: 200 }, (_, index) => bal(`b${index}`));
    const before = printsOf(...many);
    const losing = (lost: number) => losesMuch(compareFeeds(before, printsOf(...many.slice(lost))), before);
    expect([losing(0), losing(40), losing(41), losing(200)]).toEqual([false, false, true, true]);
    const few = printsOf(...many.slice(0, 10));
    expect(losesMuch(compareFeeds(few, new Map()), few)).toBe(false);
  });
});
