import { describe, expect, it } from 'vitest';
import type { Disposition, Requirement } from './catalogue.js';
import { citationsIn } from './citations.js';
import { faultsOf, rowsOf } from './matrix.js';

const asked = (id: string): Requirement => ({
  id,
  section: '1',
  level: 'EX',
  area: 'a',
  asks: '',
  proof: '',
  component: '',
});
const open: Disposition = { status: 'open', reason: 'later' };
const comment = citationsIn('apps/a/src/x.ts', '// EX_AAA_0001: our reading');
const title = citationsIn('apps/a/src/x.test.ts', "describe('EX_AAA_0001 the thing', () => {");

function stateOf(citations: typeof comment, disposition?: Disposition) {
  const dispositions = new Map(disposition ? [['EX_AAA_0001', disposition]] : []);
  return rowsOf([asked('EX_AAA_0001')], citations, dispositions)[0]?.state;
}

describe('the state of a requirement', () => {
  it('is proved when a test title cites it', () => expect(stateOf([...comment, ...title])).toBe('proved'));
  it('is implemented when only code cites it', () => expect(stateOf(comment)).toBe('implemented'));
  it('is partial when it is cited and still declared open', () =>
    expect(stateOf([...comment, ...title], open)).toBe('partial'));
  it('is open when nothing cites it and it is declared so', () => expect(stateOf([], open)).toBe('open'));
  it('is not proved by a mention in the body of a test', () => {
    expect(stateOf(citationsIn('apps/a/src/x.test.ts', '// EX_AAA_0001 is elsewhere'))).toBe('silent');
  });
});

describe('the check of the matrix', () => {
  it('fails on an id that no requirement bears, and says where', () => {
    const stray = citationsIn('apps/a/src/y.ts', '\n// EX_BBB_0009: invented');
    expect(faultsOf(rowsOf([], stray, new Map()), stray, new Map())).toEqual([
      'apps/a/src/y.ts:2 cites EX_BBB_0009, which no requirement bears',
    ]);
  });

  it('fails on a requirement nobody answers', () => {
    expect(faultsOf(rowsOf([asked('EX_CCC_0001')], [], new Map()), [], new Map())).toEqual([
      'EX_CCC_0001 is cited nowhere and has no disposition',
    ]);
  });

  it('fails on a disposition for a requirement that does not exist', () => {
    expect(faultsOf([], [], new Map([['EX_DDD_0001', open]]))).toHaveLength(1);
  });
});
