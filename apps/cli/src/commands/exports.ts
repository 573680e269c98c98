import { type Command, REFUS, type Told, type Work } from '../command.js';
import { csvOf } from '../csv.js';
import { spoken } from '../spoken.js';
import { writeNew } from './operations.js';

export const exportFile: Command = {
  name: 'export',
  usage: 'cachet export [--accesses | --suspended] [--to <fichier.csv>] [--progress]',
  summary: spoken(
    'Les BAL de la structure, ou leurs accès, dans un fichier que « import » relit ; jamais un message',
    'The BAL of the structure, or their accesses, as a file that “import” reads back; never a message',
  ),
  scope: 'bal:read, access:read (--suspended : bal:read)',
  options: ['to'],
  flags: ['accesses', 'suspended', 'progress'],
  async run(work) {
    if (work.has('suspended')) {
      // RE_GBM_4430
      const file = await work.client.file(`/structures/${await work.structure()}/suspended-bals.csv`);
      return told(work, file, file.split('\r\n').length - 2);
    }
    const bals = await allBals(work);
    const rows = work.has('accesses') ? await accessRows(work, bals) : bals.map(balRow);
    return told(work, csvOf([work.has('accesses') ? ACCESS_HEADER : BAL_HEADER, ...rows]), rows.length);
  },
};

function told(work: Work, text: string, rows: number): Told {
  const to = work.option('to');
  if (to === undefined) return { json: { rows, csv: text }, lines: [text.trimEnd()] };
  writeNew(to, text);
  const line = work.language === 'fr' ? `${rows} lignes dans ${to}` : `${rows} rows in ${to}`;
  return { json: { rows, file: to }, lines: [line] };
}

const BAL_HEADER = [
  ...['adresse', 'type', 'description', 'quota Mo', 'test', 'responsable', 'responsable nom'],
  ...['responsable prénom', 'responsable lit', 'finess', 'partagée', 'en attente'],
];
const ACCESS_HEADER = [
  ...['adresse', 'personne', 'nom', 'prénom', 'rôle', 'lecture', 'envoi', 'début', 'fin', 'motif'],
];
const KINDS: Readonly<Record<string, string>> = {
  PERSONAL: 'personnelle',
  ORGANISATIONAL: 'organisationnelle',
  APPLICATIVE: 'applicative',
};
const ROLES: Readonly<Record<string, string>> = {
  RESPONSIBLE: 'responsable',
  COHOLDER: 'cotitulaire',
  DELEGATE: 'délégué',
};

const PERSON = 'person { idNat familyName givenName } mayRead';
const BALS = `query ($id: ID!, $after: String) { structure(id: $id) { ${REFUS} ... on Structure {
  bals(first: 100, after: $after) { edges { node { finess isShared responsible { ${PERSON} }
    bal { id address kind state isTest description quotaBytes } } } pageInfo { hasNextPage endCursor } } } } }`;

async function allBals(work: Work): Promise<readonly AdministeredBal[]> {
  const id = await work.structure();
  const found: AdministeredBal[] = [];
  for (let after: string | null = null; ; ) {
    const { structure } = await work.client.ask(BALS, { id, after });
    found.push(...structure.bals.edges.map(({ node }: { node: AdministeredBal }) => node));
    work.progress(spoken(`${found.length} BAL lues`, `${found.length} BAL read`));
    if (!structure.bals.pageInfo.hasNextPage) return found;
    after = structure.bals.pageInfo.endCursor;
  }
}

function balRow({ bal, finess, isShared, responsible }: AdministeredBal): readonly string[] {
  const megabytes = bal.quotaBytes / 1_000_000;
  return [
    ...[bal.address, KINDS[bal.kind] ?? '', bal.description],
    // The column takes whole megabytes; without it nothing is compared.
    Number.isInteger(megabytes) ? String(megabytes) : '',
    ...[bal.isTest ? 'oui' : '', responsible?.person.idNat ?? ''],
    ...[responsible?.person.familyName ?? '', responsible?.person.givenName ?? ''],
    responsible ? yesNo(responsible.mayRead) : '',
    ...[finess ?? '', isShared ? 'oui' : '', bal.state === 'PENDING' ? 'oui' : ''],
  ];
}

const ACCESSES = `query ($id: ID!, $after: String) { bal(id: $id) { ${REFUS} ... on Bal {
  accesses(first: 100, after: $after) {
    edges { node { ${PERSON} maySend role time startsAt endsAt reason } } pageInfo { hasNextPage endCursor } } } } }`;

/** Those in force, and to come. */
async function accessRows(
  work: Work,
  bals: readonly AdministeredBal[],
): Promise<readonly (readonly string[])[]> {
  const rows: (readonly string[])[] = [];
  for (const { bal } of bals) {
    const held = await accessesOf(work, bal.id);
    rows.push(...held.filter(({ time }) => time !== 'PAST').map((access) => accessRow(bal.address, access)));
    work.progress(spoken(`${rows.length} accès lus`, `${rows.length} accesses read`));
  }
  return rows;
}

async function accessesOf(work: Work, id: string): Promise<readonly Access[]> {
  const found: Access[] = [];
  for (let after: string | null = null; ; ) {
    const { bal } = await work.client.ask(ACCESSES, { id, after });
    found.push(...bal.accesses.edges.map(({ node }: { node: Access }) => node));
    if (!bal.accesses.pageInfo.hasNextPage) return found;
    after = bal.accesses.pageInfo.endCursor;
  }
}

function accessRow(address: string, access: Access): readonly string[] {
  const { person, role, mayRead, maySend, time, startsAt, endsAt, reason } = access;
  return [
    ...[address, person.idNat, person.familyName, person.givenName, ROLES[role] ?? ''],
    ...[yesNo(mayRead), yesNo(maySend)],
    // What has begun would begin at once again.
    ...[time === 'FUTURE' ? startsAt : '', endsAt ?? '', reason],
  ];
}

function yesNo(value: boolean): string {
  return value ? 'oui' : 'non';
}

interface Person {
  readonly idNat: string;
  readonly familyName: string;
  readonly givenName: string;
}

interface AdministeredBal {
  readonly bal: {
    readonly id: string;
    readonly address: string;
    readonly kind: string;
    readonly state: string;
    readonly isTest: boolean;
    readonly description: string;
    readonly quotaBytes: number;
  };
  readonly finess: string | null;
  readonly isShared: boolean;
  readonly responsible: { readonly person: Person; readonly mayRead: boolean } | null;
}

interface Access {
  readonly person: Person;
  readonly role: string;
  readonly mayRead: boolean;
  readonly maySend: boolean;
  readonly time: string;
  readonly startsAt: string;
  readonly endsAt: string | null;
  readonly reason: string;
}
