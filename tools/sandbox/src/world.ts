import {
  type IdNat,
  idNatOfRpps,
  type MssAddress,
  parseIdNat,
  parseMssAddress,
  parseTenantId,
  type TenantId,
} from '@cachet/mss-core';

/** The fictional world of the sandbox: openly invented people and structures, the same at each start. */
export interface WorldPerson {
  readonly rpps: string;
  readonly idNat: IdNat;
  readonly givenName: string;
  readonly familyName: string;
  /** Profession code of the Annuaire (10 physician, 60 nurse, 40 dental surgeon, 21 pharmacist…). */
  readonly professionCode: string;
}

/** Somebody without a card, who has an account of their structure. */
export interface WorldLocalManager {
  readonly idNat: IdNat;
  readonly givenName: string;
  readonly familyName: string;
  readonly email: string;
  readonly role: 'manager' | 'auditor';
}

export interface WorldHolder {
  readonly person: WorldPerson;
  readonly role: 'responsible' | 'coholder' | 'delegate';
  readonly mayRead: boolean;
  readonly maySend: boolean;
}

export interface WorldBal {
  readonly address: MssAddress;
  readonly kind: 'personal' | 'organisational' | 'applicative';
  readonly isTest: boolean;
  readonly description: string;
  readonly holders: readonly WorldHolder[];
}

export interface WorldTenant {
  readonly id: TenantId;
  readonly name: string;
  readonly kind: 'structure' | 'practice' | 'solo' | 'operator';
  readonly finess: string | null;
  readonly domains: readonly string[];
  readonly managers: readonly WorldPerson[];
  readonly auditors: readonly WorldPerson[];
  readonly bals: readonly WorldBal[];
  /** Who comes in by the structure’s own accounts; nobody where it has none. */
  readonly localManagers: readonly WorldLocalManager[];
}

/** What the hospital’s own accounts are for us. */
export const HOSPITAL_ACCOUNTS = { clientId: 'cachet-portail', domain: 'ch-valmont.fr' };

export const OPERATOR = {
  name: 'Opérateur Cachet',
  hostname: 'mx.operateur-cachet.mssante.fr',
  // EX_LPS_0300: the two kinds of doors have the same ports, and so two names.
  fronts: { psc: 'lps.operateur-cachet.mssante.fr', authcli: 'app.operateur-cachet.mssante.fr' },
  portal: 'portail.operateur-cachet.mssante.fr',
  postmaster: 'postmaster@operateur-cachet.mssante.fr',
};
export const PEER = { domain: 'peer-operateur.mssante.fr', hostname: 'mx.peer-operateur.mssante.fr' };

const fontaine = person('99900000017', 'Claire', 'FONTAINE', '10');
const moreau = person('99900000025', 'Jeanne', 'MOREAU', '10');
const lemaire = person('99900000033', 'Paul', 'LEMAIRE', '10');
const belkacem = person('99900000041', 'Nadia', 'BELKACEM', '60');
const leGoff = person('99900000058', 'Hélène', 'LE GOFF', '10');
const dubois = person('99900000066', 'Marc', 'DUBOIS', '10');
const petit = person('99900000074', 'Samuel', 'PETIT', '21');
const rousseau = person('99900000082', 'Inès', 'ROUSSEAU', '21');
const administrator = person('99900000090', 'Ariane', 'DELCOURT', '10');
const auditor = person('99900000108', 'Théo', 'MARCHAND', '10');
const technician = person('99900000124', 'Maya', 'KERVELLA', '10');
/** Known to Pro Santé Connect, unknown to every structure of the sandbox. */
const passerBy = person('99900000116', 'Louis', 'PASSANT', '10');

const garnier = employee('DSI0042', 'Sophie', 'GARNIER', 'manager');
const castel = employee('QUA0007', 'Bruno', 'CASTEL', 'auditor');

export const OPERATOR_TENANT: WorldTenant = {
  id: tenantId('01990000-0000-7000-8000-000000000001'),
  name: OPERATOR.name,
  kind: 'operator',
  finess: null,
  domains: ['operateur-cachet.mssante.fr'],
  managers: [administrator],
  auditors: [auditor],
  localManagers: [],
  bals: [
    {
      ...personal(OPERATOR.postmaster, technician, 'Exploitation du service de messagerie'),
      kind: 'organisational',
    },
  ],
};

export const TENANTS: readonly WorldTenant[] = [
  {
    id: tenantId('01990000-0000-7000-8000-000000000011'),
    name: 'Centre hospitalier de Valmont',
    kind: 'structure',
    finess: '019999901',
    domains: ['ch-valmont.mssante.fr'],
    managers: [fontaine],
    auditors: [],
    localManagers: [garnier, castel],
    bals: [
      personal('jeanne.moreau@ch-valmont.mssante.fr', moreau, 'Docteur Jeanne Moreau, cardiologie'),
      personal('paul.lemaire@ch-valmont.mssante.fr', lemaire, 'Docteur Paul Lemaire, cardiologie'),
      {
        ...personal('service-cardiologie@ch-valmont.mssante.fr', moreau, 'Service de cardiologie'),
        kind: 'organisational',
        holders: [
          held(moreau, 'responsible'),
          held(lemaire, 'coholder'),
          { person: belkacem, role: 'delegate', mayRead: true, maySend: false },
        ],
      },
      {
        ...personal('cardio.test@ch-valmont.mssante.fr', lemaire, 'Essais du service de cardiologie'),
        kind: 'organisational',
        isTest: true,
      },
    ],
  },
  {
    id: tenantId('01990000-0000-7000-8000-000000000012'),
    name: 'Maison médicale des Tilleuls',
    kind: 'practice',
    finess: null,
    domains: ['tilleuls.mssante.fr'],
    managers: [leGoff],
    auditors: [],
    localManagers: [],
    bals: [
      personal('helene.le-goff@tilleuls.mssante.fr', leGoff, 'Docteur Hélène Le Goff, médecine générale'),
      personal('marc.dubois@tilleuls.mssante.fr', dubois, 'Docteur Marc Dubois, médecine générale'),
      {
        ...personal('secretariat@tilleuls.mssante.fr', leGoff, 'Secrétariat de la maison médicale'),
        kind: 'organisational',
        holders: [held(leGoff, 'responsible'), held(dubois, 'coholder')],
      },
    ],
  },
  {
    id: tenantId('01990000-0000-7000-8000-000000000013'),
    name: 'Laboratoire Bioséquence',
    kind: 'structure',
    finess: '019999919',
    domains: ['bioseq.mssante.fr'],
    managers: [rousseau],
    auditors: [],
    localManagers: [],
    bals: [
      personal('samuel.petit@bioseq.mssante.fr', petit, 'Samuel Petit, biologiste'),
      {
        ...personal('resultats@bioseq.mssante.fr', petit, 'Résultats d’analyses'),
        kind: 'organisational',
        holders: [held(petit, 'responsible'), held(rousseau, 'coholder')],
      },
      {
        ...personal('automate_biologie_14@bioseq.mssante.fr', petit, 'Automate d’envoi des comptes rendus'),
        kind: 'applicative',
      },
    ],
  },
];

export const ALL_TENANTS: readonly WorldTenant[] = [OPERATOR_TENANT, ...TENANTS];

/** Accounts at the hospital, one of somebody whom it did not register here. */
export const HOSPITAL_PEOPLE = [
  { ...accountOf(garnier), note: 'gestionnaire sans carte' },
  { ...accountOf(castel), note: 'auditeur sans carte' },
  {
    ...accountOf({ givenName: 'Julie', familyName: 'ROCHE', email: 'julie.roche@ch-valmont.fr' }),
    note: 'inconnue de la messagerie',
  },
];

export const PEOPLE: readonly WorldPerson[] = [
  fontaine,
  moreau,
  lemaire,
  belkacem,
  leGoff,
  dubois,
  petit,
  rousseau,
  administrator,
  auditor,
  technician,
  passerBy,
];

/** The technical name the Annuaire gives to a kind of BAL, as the sandbox contract asks. */
export function annuaireType(tenant: WorldTenant, bal: WorldBal): 'PER' | 'ORG' | 'CAB' | 'APP' {
  if (bal.kind === 'personal') return 'PER';
  if (bal.kind === 'applicative') return 'APP';
  return tenant.finess === null ? 'CAB' : 'ORG';
}

export function fullName(p: WorldPerson): string {
  return `${p.givenName} ${p.familyName}`;
}

function person(rpps: string, givenName: string, familyName: string, professionCode: string): WorldPerson {
  return { rpps, idNat: known(idNatOfRpps(rpps), rpps), givenName, familyName, professionCode };
}

/** Of the hospital of Valmont, known by the number it gave them. */
function employee(number: string, givenName: string, familyName: string, role: WorldLocalManager['role']) {
  const idNat = `3019999901/${number}`;
  const email = `${givenName}.${familyName}@${HOSPITAL_ACCOUNTS.domain}`.toLowerCase();
  return { idNat: known(parseIdNat(idNat), idNat), givenName, familyName, email, role };
}

function accountOf({
  givenName,
  familyName,
  email,
}: Pick<WorldLocalManager, 'givenName' | 'familyName' | 'email'>) {
  return { subject: `compte-${email.split('@')[0]}`, email, emailVerified: true, givenName, familyName };
}

function personal(address: string, holder: WorldPerson, description: string): WorldBal {
  return {
    address: known(parseMssAddress(address), address),
    kind: 'personal',
    isTest: false,
    description,
    holders: [held(holder, 'responsible')],
  };
}

function held(p: WorldPerson, role: WorldHolder['role']): WorldHolder {
  return { person: p, role, mayRead: true, maySend: true };
}

function tenantId(text: string): TenantId {
  return known(parseTenantId(text), text);
}

function known<T>(value: T | null, text: string): T {
  if (value === null) throw new Error(`the sandbox world holds a malformed value: ${text}`);
  return value;
}
