import { describe, expect, it } from 'vitest';
import { mayApproveListeBlanche, maySeeListeBlanche } from './may-see-liste-blanche.js';
import type { StructureViewer, TenantRole } from './see-structure.js';

const person = (...roles: TenantRole[]): StructureViewer => ({ kind: 'person', roles });
const key = (...scopes: string[]): StructureViewer => ({ kind: 'partner', scopes: new Set(scopes) });

describe('the changes of the liste blanche', () => {
  it.each<[string, StructureViewer | null, boolean, boolean]>([
    ['the operator’s administrator', person('operatorAdmin'), true, true],
    ['the operator’s manager', person('manager'), true, true],
    ['the operator’s auditor', person('auditor'), true, false],
    ['somebody without a role at the operator', person(), false, false],
    ['a key of the operator that reads compliance', key('compliance:read'), true, false],
    ['another key of the operator', key('bal:read', 'listeBlanche:refresh'), false, false],
    ['a key of another structure', null, false, false],
  ])('%s', (_, asker, sees, approves) => {
    expect(maySeeListeBlanche(asker).ok).toBe(sees);
    expect(mayApproveListeBlanche(asker).ok).toBe(approves);
  });
});
