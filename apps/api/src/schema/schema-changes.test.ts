import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { breakingChanges, undatedDeprecations } from './schema-changes.js';

const TODAY = '2026-11-29';
const released = (reason: string) =>
  buildSchema(`enum E { A B @deprecated(reason: "${reason}") }
    type Query { old(x: Int): String @deprecated(reason: "${reason}"), kept(x: Int @deprecated(reason: "${reason}")): E }`);
const present = buildSchema('enum E { A } type Query { kept: E }');

describe('a change of the schema', () => {
  it('that breaks programs is told, with its place', () => {
    const before = buildSchema('type Query { a: Int, b: String }');
    const after = buildSchema('type Query { a: String }');
    expect(breakingChanges(before, after, [], TODAY)).toEqual([
      'Query.b was removed.',
      'Query.a changed type from Int to String.',
    ]);
    expect(
      breakingChanges(before, buildSchema('type Query { a: Int, b: String, c: Int }'), [], TODAY),
    ).toEqual([]);
  });

  it('is accepted one by one, with a reason', () => {
    const before = buildSchema('type Query { a: Int, b: String }');
    const after = buildSchema('type Query { a: String }');
    const accepted = [{ change: 'Query.b was removed.', why: 'nobody was given it' }];
    expect(breakingChanges(before, after, accepted, TODAY)).toEqual([
      'Query.a changed type from Int to String.',
    ]);
  });

  it('that was announced is none from its day on, and one before', () => {
    const past = released('À partir du 2026-11-29 : rien. / From 2026-11-29: nothing.');
    expect(breakingChanges(past, present, [], TODAY)).toEqual([]);
    const coming = released('À partir du 2026-11-30 : rien. / From 2026-11-30: nothing.');
    expect(breakingChanges(coming, present, [], TODAY)).toHaveLength(3);
  });
});

describe('what is deprecated', () => {
  it('says in both languages from which day it may go', () => {
    expect(undatedDeprecations(released('utilisez kept / use kept'))).toEqual([
      'E.B',
      'Query.old',
      'Query.kept(x)',
    ]);
    expect(undatedDeprecations(released('2026-13-01 / 2026-13-01'))).toHaveLength(3);
    expect(undatedDeprecations(released('Le 2027-01-31. / On 2027-02-01.'))).toHaveLength(3);
    expect(undatedDeprecations(released('Le 2027-01-31. / On 2027-01-31.'))).toEqual([]);
  });
});
