import type { GroupWithMembers, ProvisionedUser } from '@cachet/mss-core';
import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patchedGroup, readGroup } from './group-attributes.js';
import { patchedUser } from './patch-user.js';
import { readFilter } from './read-filter.js';
import { readPatch, readPath } from './read-patch.js';
import { readGroupQuery, readUserQuery } from './read-query.js';
import { MSSANTE_USER, USER } from './schema-urns.js';
import { ScimFault } from './scim-fault.js';
import { readUser } from './user-attributes.js';

const NOW = new Date(0);
const DATED = { version: '1', createdAt: NOW, changedAt: NOW, externalId: null, displayName: 'x' };
const CLAUDE = {
  ...DATED,
  ...{ id: '018f0000-0000-7000-8000-000000000000', idNat: '899800000001', userName: 'x', isActive: true },
  ...{ familyName: 'X', givenName: '', groups: [] },
} as unknown as ProvisionedUser;
const MANAGERS: GroupWithMembers = {
  group: { ...DATED, id: '018f0000-0000-7000-8000-000000000001', role: 'manager' },
  members: [],
};

/** What is read, or the fault that says why it is not; anything else thrown is a fault of ours. */
function read<T>(work: () => T): T | ScimFault {
  try {
    return work();
  } catch (fault) {
    if (fault instanceof ScimFault) return fault;
    throw fault;
  }
}

const NAMES = [
  'userName',
  'active',
  'name',
  'name.familyName',
  'members',
  'id',
  'emails',
  'externalId',
  'op',
  'path',
];
const name = fc.oneof(
  fc.constantFrom(...NAMES, USER, MSSANTE_USER, `${MSSANTE_USER}:rpps`, '__proto__'),
  fc.string(),
);
const word = fc.constantFrom(
  'eq',
  'and',
  'EQ',
  'co',
  '"x"',
  'true',
  '(',
  ')',
  '[',
  ']',
  '.',
  ':',
  'urn:',
  '\\"',
  ' ',
);
const text = fc.oneof(
  fc.string(),
  fc.array(fc.oneof(name, word), { maxLength: 8 }).map((all) => all.join(' ')),
  name,
);
const path = fc.oneof(
  text,
  fc.tuple(name, text).map(([of, filter]) => `${of}[${filter}].value`),
);
const value = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.dictionary(name, fc.jsonValue({ maxDepth: 3 })));
const operation = fc.record(
  { op: fc.oneof(fc.constantFrom('add', 'Replace', 'remove'), fc.string()), path, value },
  { requiredKeys: ['op'] },
);
const patch = fc.oneof(
  value,
  fc.array(fc.oneof(operation, value), { maxLength: 5 }).map((Operations) => ({ Operations })),
);

describe('whatever a directory sends', () => {
  it('a filter is read whole or refused by name', () => {
    fc.assert(
      fc.property(text, (filter) => {
        for (const reader of [readFilter, readUserQuery, readGroupQuery]) {
          const got = read(() => reader(filter));
          if (got instanceof ScimFault) expect(got.scimType).toBe('invalidFilter');
        }
      }),
      { numRuns: fuzzRuns(1000) },
    );
  });

  it('every filter of equalities is read as it was written', () => {
    const comparison = fc.record({
      attribute: fc.constantFrom('userName', 'externalId', `${USER}:userName`),
      value: fc.oneof(fc.string(), fc.boolean()),
    });
    fc.assert(
      fc.property(fc.array(comparison, { minLength: 1, maxLength: 5 }), (all) => {
        const filter = all
          .map(({ attribute, value: of }) => `${attribute} eq ${JSON.stringify(of)}`)
          .join(' AND ');
        expect(readFilter(filter)).toEqual(all);
      }),
      { numRuns: fuzzRuns(500) },
    );
  });

  it('a path is read or refused by name', () => {
    fc.assert(
      fc.property(path, (of) => void read(() => readPath(of))),
      { numRuns: fuzzRuns(1000) },
    );
  });

  it('a change leaves a user and a group what they must be, or is refused by name', () => {
    fc.assert(
      fc.property(patch, (body) => {
        const user = read(() => patchedUser(CLAUDE, readPatch(body)));
        if (!(user instanceof ScimFault)) {
          for (const each of [user.userName, user.familyName, user.givenName])
            expect(each).toBeTypeOf('string');
          expect(user.isActive).toBeTypeOf('boolean');
        }
        const group = read(() => patchedGroup(MANAGERS, readPatch(body)));
        if (!(group instanceof ScimFault)) expect(group.displayName).toBeTypeOf('string');
      }),
      { numRuns: fuzzRuns(1000) },
    );
  });

  it('a whole resource is read or refused by name', () => {
    fc.assert(
      fc.property(value, (body) => {
        const whole = { schemas: [USER], ...(typeof body === 'object' ? body : {}) };
        for (const each of [body, whole]) {
          read(() => readUser(each, null));
          read(() => readGroup(each));
        }
      }),
      { numRuns: fuzzRuns(1000) },
    );
  });
});
