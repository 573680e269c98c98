import { describe, expect, it } from 'vitest';
import { done, refused } from '../outcome/index.js';
import { mayRefreshListeBlanche } from './may-refresh-liste-blanche.js';

describe('having the liste blanche fetched now', () => {
  it('is the business of the operator’s administrator, not of its managers and auditors', () => {
    const asked = (...roles: ('operatorAdmin' | 'manager' | 'auditor')[]) =>
      mayRefreshListeBlanche({ kind: 'person', roles });
    expect(asked('operatorAdmin')).toEqual(done(undefined));
    expect(asked('manager', 'auditor')).toEqual(refused('forbidden'));
    expect(asked()).toEqual(refused('forbidden'));
  });

  it('asks a key for the scope of that name', () => {
    const asked = (...scopes: string[]) =>
      mayRefreshListeBlanche({ kind: 'partner', scopes: new Set(scopes) });
    expect(asked('bal:read', 'listeBlanche:refresh')).toEqual(done(undefined));
    expect(asked('bal:read')).toEqual(refused('scopeMissing', { scope: 'listeBlanche:refresh' }));
  });
});
