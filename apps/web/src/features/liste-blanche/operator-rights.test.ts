import { describe, expect, it } from 'vitest';
import { operatorRights } from './operator-rights.ts';

const at = (kind: 'OPERATOR' | 'PRACTICE', ...roles: ('MANAGER' | 'AUDITOR' | 'OPERATOR_ADMIN')[]) => ({
  roles,
  structure: { id: 'x', name: 'Structure', kind },
});

describe('the page of the liste blanche', () => {
  it('is for the operator’s people, and its button for those in charge there', () => {
    expect(operatorRights([at('OPERATOR', 'OPERATOR_ADMIN')])).toEqual({ maySee: true, mayApprove: true });
    expect(operatorRights([at('OPERATOR', 'MANAGER')])).toEqual({ maySee: true, mayApprove: true });
    expect(operatorRights([at('OPERATOR', 'AUDITOR')])).toEqual({ maySee: true, mayApprove: false });
    expect(operatorRights([at('PRACTICE', 'MANAGER', 'AUDITOR')])).toEqual({
      maySee: false,
      mayApprove: false,
    });
    expect(operatorRights([])).toEqual({ maySee: false, mayApprove: false });
  });
});
