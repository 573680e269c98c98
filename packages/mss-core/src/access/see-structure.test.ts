import { describe, expect, it } from 'vitest';
import { done, refused } from '../outcome/index.js';
import { seeStructure } from './see-structure.js';

describe('seeing a structure', () => {
  it('shows every administrative view to its manager and to its auditor', () => {
    for (const role of ['manager', 'auditor'] as const) {
      for (const view of ['summary', 'deliveries', 'compliance'] as const) {
        expect(seeStructure({ kind: 'person', roles: [role] }, view)).toEqual(done(undefined));
      }
    }
  });

  it('does not exist for a person without a role there', () => {
    expect(seeStructure({ kind: 'person', roles: [] }, 'summary')).toEqual(refused('notFound'));
  });

  it('tells a key of the structure which scope it lacks', () => {
    const key = { kind: 'partner', scopes: new Set(['delivery:read']) } as const;
    expect(seeStructure(key, 'deliveries')).toEqual(done(undefined));
    expect(seeStructure(key, 'compliance')).toEqual(refused('scopeMissing', { scope: 'compliance:read' }));
  });
});
