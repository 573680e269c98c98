import { describe, expect, it } from 'vitest';
import type { TenantRole } from '../access/index.js';
import { parseIdNat } from '../identifiers/index.js';
import { done, refused } from '../outcome/index.js';
import type { Actor, PersonProof } from '../tenancy/index.js';
import { administers } from './may-administer.js';

const holding = (...roles: TenantRole[]) => ({ rolesOf: async () => roles });
const idNat = parseIdNat('899700000019')!;
const person = (proof: PersonProof): Actor => ({
  kind: 'person',
  idNat,
  name: 'Camille FICTIVE',
  proof,
});
const key: Actor = { kind: 'partner', apiKeyId: 'k', name: 'Logiciel fictif' };

describe('one part of a structure’s administration', () => {
  it('is done by its managers and by the installation, not by its auditors nor by an access de secours', async () => {
    const asked = (actor: Actor, ...roles: TenantRole[]) =>
      administers({ actor }, holding(...roles), 'access:write');
    expect(await asked(person('psc'), 'manager')).toEqual(done(undefined));
    expect(await asked({ kind: 'system', name: 'import' })).toEqual(done(undefined));
    expect(await asked(person('psc'), 'auditor')).toEqual(refused('forbidden'));
    expect(await asked(person('secours'), 'manager')).toEqual(refused('forbidden'));
    expect(await asked(person('structure'), 'manager')).toEqual(done(undefined));
    expect(await asked(person('structure'), 'operatorAdmin')).toEqual(refused('forbidden'));
    expect(await asked(person('psc'), 'operatorAdmin')).toEqual(done(undefined));
    expect(await asked({ kind: 'peer', dn: 'CN=pair' })).toEqual(refused('forbidden'));
  });

  it('is done by a key with its scope, whatever the roles, and a key is told which one it lacks', async () => {
    const asked = (...scopes: string[]) =>
      administers({ actor: key, scopes: new Set(scopes) }, holding('manager'), 'access:write');
    expect(await asked('access:write')).toEqual(done(undefined));
    expect(await asked('access:read')).toEqual(refused('scopeMissing', { scope: 'access:write' }));
    expect(await administers({ actor: key }, holding(), 'access:write')).toEqual(
      refused('scopeMissing', { scope: 'access:write' }),
    );
  });
});
