import { describe, expect, it } from 'vitest';
import { idNatOfRpps, parseIdNat } from '../identifiers/index.js';
import { done, refused } from '../outcome/index.js';
import { type BalAct, stateAfter } from './bal-life.js';
import { directoryKindOf, judgeCoholders } from './directory-kind.js';
import { type FinessQuestion, judgeFiness } from './judge-finess.js';
import { judgeResponsible } from './judge-responsible.js';

describe('the life of a BAL', () => {
  it('RE_GBM_4420, RE_GBM_4440: goes from pending to active, to and fro suspended, and ends deleted', () => {
    const acts: readonly BalAct[] = ['activate', 'suspend', 'reactivate', 'delete'];
    const after = (['pending', 'active', 'suspended', 'deleted'] as const).map((state) =>
      acts.map((act) => stateAfter(state, act)),
    );
    expect(after).toEqual([
      ['active', null, null, 'deleted'],
      [null, 'suspended', null, 'deleted'],
      [null, null, 'active', 'deleted'],
      [null, null, null, null],
    ]);
  });
});

describe('EX_GBM_4220: who may answer for a BAL', () => {
  const nurse = idNatOfRpps('99900000017')!;
  const secretary = parseIdNat('500000001815646/CPAT00045')!;

  it('is whoever has a national identifier, and without one who neither reads nor holds a personal BAL', () => {
    for (const kind of ['personal', 'organisational', 'applicative'] as const) {
      expect(judgeResponsible({ kind, idNat: nurse, mayRead: true })).toEqual(done(undefined));
      expect(judgeResponsible({ kind, idNat: secretary, mayRead: true })).toEqual(
        refused('responsibleNotEntitled'),
      );
    }
    expect(judgeResponsible({ kind: 'organisational', idNat: secretary, mayRead: false })).toEqual(
      done(undefined),
    );
    expect(judgeResponsible({ kind: 'personal', idNat: secretary, mayRead: false })).toEqual(
      refused('responsibleNotEntitled'),
    );
  });
});

describe('EX_GBM_3020, EX_GBM_3030: an organisational BAL', () => {
  it('is an ORG where the structure has a FINESS, and else a CAB of twenty holders at most', () => {
    expect(directoryKindOf('organisational', 'structure')).toBe('ORG');
    expect(directoryKindOf('organisational', 'practice')).toBe('CAB');
    expect(directoryKindOf('personal', 'practice')).toBe('PER');
    expect(directoryKindOf('applicative', 'structure')).toBe('APP');
    expect(judgeCoholders('organisational', 'practice', 20)).toEqual(done(undefined));
    expect(judgeCoholders('organisational', 'practice', 21)).toEqual(
      refused('tooManyCoholders', { limit: '20' }),
    );
    expect(judgeCoholders('organisational', 'structure', 200)).toEqual(done(undefined));
  });
});

describe('EX_PBA_5011, EX_PBA_5012, EX_PBA_5220: the FINESS number of a BAL', () => {
  const OWN = '750712184';
  const SITE = '750100042';
  const question: FinessQuestion = {
    kind: 'organisational',
    tenantKind: 'structure',
    own: OWN,
    places: [SITE],
    asked: null,
    isShared: false,
  };
  const codeOf = (change: Partial<FinessQuestion>) => {
    const outcome = judgeFiness({ ...question, ...change });
    return outcome.ok ? outcome.value : outcome.refusal.code;
  };

  it('is that of a place of the structure', () => {
    expect(codeOf({ asked: '75 010 004 2' })).toBe(SITE);
    expect(codeOf({})).toBe('finessMissing');
    expect(codeOf({ asked: '690781810' })).toBe('finessNotOfStructure');
    expect(codeOf({ asked: '690781811' })).toBe('finessMalformed');
    expect(codeOf({ asked: 'x' })).toBe('finessMalformed');
  });

  it('is the structure’s own when it declared no place', () => {
    expect(codeOf({ places: [] })).toBe(OWN);
    expect(codeOf({ places: [], kind: 'personal', asked: OWN })).toBe(OWN);
    expect(codeOf({ places: [], asked: SITE })).toBe('finessNotOfStructure');
  });

  it('is that of the legal entity only for what several places share, never for a person', () => {
    expect(codeOf({ asked: OWN })).toBe('finessOfLegalEntity');
    expect(codeOf({ asked: OWN, isShared: true })).toBe(OWN);
    expect(codeOf({ asked: OWN, isShared: true, kind: 'personal' })).toBe('finessOfLegalEntity');
  });

  it('is chosen freely, or left out, where the structure has none', () => {
    const free = { tenantKind: 'practice', own: null, places: [] } as const;
    expect(codeOf({ ...free, asked: SITE })).toBe(SITE);
    expect(codeOf(free)).toBeNull();
    expect(codeOf({ ...free, asked: ' ' })).toBeNull();
    expect(codeOf({ ...free, asked: '750100043' })).toBe('finessMalformed');
  });
});
