import { writeFileSync } from 'node:fs';
import { ANNUAIRE_NAMES } from '@cachet/mss-core';
import type { Folders } from './folders.js';
import type { Ports } from './ports.js';
import type { Secrets } from './secrets.js';
import { ALL_TENANTS, HOSPITAL_ACCOUNTS, HOSPITAL_PEOPLE, OPERATOR, PEER, PEOPLE, TENANTS } from './world.js';

/** What the trust space must know of the world: who exists, which domains are whose, and where people are sent back after sign-in. */
export function writeWorldFile(folders: Folders, ports: Ports, secrets: Secrets): void {
  const hospital = TENANTS.find(({ localManagers }) => localManagers.length > 0);
  if (!hospital) throw new Error('the sandbox world has a structure with accounts of its own');
  const world = {
    operator: {
      ...OPERATOR,
      domains: ALL_TENANTS.flatMap((t) => t.domains),
      ports: {
        mx: ports.mx,
        submissionPsc: ports.submissionPsc,
        submissionAuthcli: ports.submissionAuthcli,
        imapPsc: ports.imapPsc,
        imapAuthcli: ports.imapAuthcli,
      },
    },
    peer: PEER,
    structures: ALL_TENANTS.flatMap(({ name, finess, bals }) =>
      finess ? [{ name, finess, applicative: bals.some(({ kind }) => kind === 'applicative') }] : [],
    ),
    people: PEOPLE.map(({ rpps, givenName, familyName, professionCode }) => ({
      rpps,
      givenName,
      familyName,
      professionCode,
    })),
    hospital: {
      name: hospital.name,
      clientId: HOSPITAL_ACCOUNTS.clientId,
      clientSecretFile: secrets.file('hospital-client-secret'),
      redirectUri: `http://localhost:${ports.web}/connexion/structure/retour`,
      postLogoutUri: `http://localhost:${ports.web}/connexion`,
      backchannelLogoutUri: `http://localhost:${ports.api}/structures/${hospital.id}/logout`,
      accounts: HOSPITAL_PEOPLE,
    },
    annuaireNames: ANNUAIRE_NAMES,
    webRedirectUri: `http://localhost:${ports.web}/api/auth/callback/psc`,
    webPostLogoutUri: `http://localhost:${ports.web}/connexion`,
    webBackchannelLogoutUri: `http://localhost:${ports.api}/psc/logout`,
    pscClientId: 'cachet-portail',
    pscClientSecretFile: secrets.file('psc-client-secret'),
  };
  writeFileSync(folders.worldFile, JSON.stringify(world, null, 2));
}
