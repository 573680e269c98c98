import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { World } from '../world/world.js';

/** Names that nobody uses: what reads by the table reads these too. */
export const FICTIONAL_NAMES: World['annuaireNames'] = {
  soapVersion: '1.2',
  feed: { namespace: 'urn:essai:alimentation', request: 'alimenter', action: 'urn:essai:alimenter' },
  report: { namespace: 'urn:essai:cr', request: 'demanderCr', action: 'urn:essai:cr' },
  ...{ domainPart: 'Part', domain: 'NomDomaine', account: 'Compte', coholders: 'Liste', coholder: 'Membre' },
  fields: [
    ['typeBal', 'Type'],
    ['adresseBal', 'Adresse'],
    ['typeIdentifiantPP', 'TypePP'],
    ['identifiantPP', 'PP'],
    ['typeIdentifiantPM', 'TypePM'],
    ['identifiantPM', 'PM'],
    ['nomExercice', 'Nom'],
    ['prenomExercice', 'Prenom'],
    ['responsable', 'Responsable'],
    ['description', 'Description'],
    ['listeRouge', 'Rouge'],
  ],
  coholderFields: [
    ['typeIdentifiantPP', 'TypePP'],
    ['identifiantPP', 'PP'],
    ['estResponsable', 'Responsable'],
  ],
  codedAs: 'attributes',
  ...{ ticket: 'NumeroTicket', archive: 'Archive' },
};

/** An openly fictional world for tests of the trust space. */
export function fictionalWorld(over: { mx?: number; secretFile?: string; logoutUri?: string } = {}): World {
  return {
    operator: {
      name: 'Opérateur d’essai',
      hostname: 'mx.operateur-essai.mssante.fr',
      fronts: { psc: 'lps.operateur-essai.mssante.fr', authcli: 'app.operateur-essai.mssante.fr' },
      portal: 'portail.operateur-essai.mssante.fr',
      domains: ['ch-essai.mssante.fr', 'labo-essai.mssante.fr'],
      ports: {
        mx: over.mx ?? 25,
        submissionPsc: 587,
        submissionAuthcli: 588,
        imapPsc: 143,
        imapAuthcli: 144,
      },
    },
    peer: { domain: 'pair-essai.mssante.fr', hostname: 'mx.pair-essai.mssante.fr' },
    structures: [
      { name: 'Hôpital d’essai', finess: '019999901', applicative: false },
      { name: 'Laboratoire d’essai', finess: '019999919', applicative: true },
    ],
    hospital: {
      name: 'Hôpital d’essai',
      clientId: 'portail-hopital',
      clientSecretFile: over.secretFile ?? '/dev/null',
      redirectUri: 'http://localhost:9/connexion/structure/retour',
      postLogoutUri: 'http://localhost:9/connexion',
      backchannelLogoutUri: over.logoutUri ?? 'http://localhost:9/structure/logout/1',
      accounts: [
        {
          subject: 'u-1',
          email: 'sophie.garnier@ch-essai.fr',
          emailVerified: true,
          givenName: 'Sophie',
          familyName: 'GARNIER',
          note: 'gestionnaire',
        },
      ],
    },
    people: [
      { rpps: '99900000017', givenName: 'Claire', familyName: 'FONTAINE', professionCode: '10' },
      { rpps: '99900000025', givenName: 'Jeanne', familyName: 'MOREAU', professionCode: '10' },
    ],
    annuaireNames: FICTIONAL_NAMES,
    webRedirectUri: 'http://localhost:9/api/auth/callback/psc',
    webPostLogoutUri: 'http://localhost:9/connexion',
    pscClientId: 'portail-essai',
    pscClientSecretFile: over.secretFile ?? '/dev/null',
  };
}

/** Writes the world and its client secret in a folder, as the launcher does. */
export function writeWorld(folder: string, mx: number): { worldFile: string; world: World } {
  const secretFile = join(folder, 'secret');
  writeFileSync(secretFile, 'un-secret-d-essai-long-de-trente-deux');
  const world = fictionalWorld({ mx, secretFile });
  const worldFile = join(folder, 'world.json');
  writeFileSync(worldFile, JSON.stringify(world));
  return { worldFile, world };
}
