import type { Person, World } from '../world/world.js';

/** Realm identifier in the subject of tokens, as Keycloak writes federated users: `f:<uuid>:<IdNat>`. */
const REALM = '7e57a000-0000-4000-8000-000000000001';
const ROLE_OID = '1.2.250.1.213.1.1.5.5';
const SECTOR = 'SA07^1.2.250.1.71.4.2.4';

/** Someone Pro Santé Connect recognises. */
export interface Professional {
  readonly rpps: string;
  /** National identifier: 8 before an RPPS number. */
  readonly idNat: string;
  readonly sub: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly professionCode: string;
}

/** The people Pro Santé Connect knows: those of the world, and anybody else with a well-formed RPPS number. */
export class Professionals {
  private readonly byRpps: ReadonlyMap<string, Person>;

  constructor(readonly people: World['people']) {
    this.byRpps = new Map(people.map((person) => [person.rpps, person]));
  }

  /** Null when the text is not eleven digits. A number outside the world is a professional the product does not know. */
  byNumber(rpps: string): Professional | null {
    if (!/^\d{11}$/.test(rpps)) return null;
    const person = this.byRpps.get(rpps) ?? {
      rpps,
      givenName: 'Camille',
      familyName: `INCONNU${rpps.slice(-4)}`,
      professionCode: '10',
    };
    return { ...person, idNat: `8${rpps}`, sub: `f:${REALM}:8${rpps}` };
  }

  bySubject(sub: string): Professional | null {
    const prefix = `f:${REALM}:8`;
    return sub.startsWith(prefix) ? this.byNumber(sub.slice(prefix.length)) : null;
  }
}

/** The claims of userinfo; empty strings where the real one has them. */
export function claimsOf(who: Professional): Record<string, unknown> & { sub: string } {
  return {
    sub: who.sub,
    SubjectNameID: who.idNat,
    preferred_username: who.idNat,
    given_name: who.givenName,
    family_name: who.familyName,
    email_verified: false,
    Secteur_Activite: SECTOR,
    SubjectOrganization: '',
    SubjectOrganizationID: '',
    SubjectRole: [`${who.professionCode}^${ROLE_OID}`],
    SubjectRefPro: {
      codeCivilite: '',
      exercices: [
        {
          codeProfession: who.professionCode,
          codeCategorieProfessionnelle: 'C',
          codeCiviliteDexercice: '',
          nomDexercice: who.familyName,
          prenomDexercice: who.givenName,
          codeTypeSavoirFaire: '',
          codeSavoirFaire: '',
          activities: [],
        },
      ],
    },
    PSI_Locale: '1.2.250.1.213.1.3.1.1',
    Palier_Authentification: 'APPPRIP3^1.2.250.1.213.1.5.1.1.1',
    otherIds: [{ identifiant: who.idNat, origine: 'RPPS', qualite: 1 }],
  };
}

/** Names of the claims that come with a sign-in. */
export const CLAIM_NAMES: readonly string[] = [
  'SubjectNameID',
  'preferred_username',
  'given_name',
  'family_name',
  'email_verified',
  'Secteur_Activite',
  'SubjectOrganization',
  'SubjectOrganizationID',
  'SubjectRole',
  'SubjectRefPro',
  'PSI_Locale',
  'Palier_Authentification',
  'otherIds',
];
