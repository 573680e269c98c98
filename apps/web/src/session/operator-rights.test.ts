import { describe, expect, it } from 'vitest';
import { operatorRights } from './operator-rights.ts';

const at = (kind: 'OPERATOR' | 'PRACTICE', ...roles: ('MANAGER' | 'AUDITOR' | 'OPERATOR_ADMIN')[]) => ({
  roles,
  structure: { id: 'x', name: 'Structure', kind },
});

describe('what is the whole installation’s', () => {
  it.each([
    ['the operator’s administrator', [at('OPERATOR', 'OPERATOR_ADMIN')], true, true, true, true],
    ['its manager', [at('OPERATOR', 'MANAGER')], true, true, false, false],
    ['its auditor', [at('OPERATOR', 'AUDITOR')], true, false, true, false],
    ['a practice’s manager', [at('PRACTICE', 'MANAGER', 'AUDITOR')], false, false, false, false],
    ['nobody', [], false, false, false, false],
  ])(
    'is seen, approved, and in charge of: %s',
    (_, memberships, maySee, mayApprove, maySeeFeeds, isInCharge) => {
      expect(operatorRights(memberships)).toEqual({ maySee, mayApprove, maySeeFeeds, isInCharge });
    },
  );
});
