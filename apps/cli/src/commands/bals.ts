import {
  type Command,
  enumOption,
  neededOption,
  pages,
  REFUS,
  table,
  type Work,
  wordOf,
} from '../command.js';
import { EXIT, printable, Stop, spoken, usage } from '../spoken.js';

const BAL =
  'version finess decision { motive } bal { id address kind state isTest usedBytes quotaBytes description }';
const GIBIBYTE = 2 ** 30;

export const balList: Command = {
  name: 'bal list',
  usage: 'cachet bal list [--state <état>] [--kind <type>] [--text <texte>] [--first <n> | --all]',
  summary: spoken('Les BAL de la structure', 'The BAL of the structure'),
  scope: 'bal:read',
  options: ['state', 'kind', 'text', 'first'],
  flags: ['all'],
  async run(work) {
    const id = await work.structure();
    const asked = {
      state: enumOption(work, 'state'),
      kind: enumOption(work, 'kind'),
      text: work.option('text'),
    };
    const found = await pages(work, async (first, after) => {
      const { structure } = await work.client.ask(LIST, { id, first, after, ...asked });
      return structure.bals;
    });
    return { json: found, lines: shown(found) };
  },
};

const LIST = `query ($id: ID!, $first: Int!, $after: String, $state: BalState, $kind: BalKind, $text: String) {
  structure(id: $id) { ${REFUS} ... on Structure {
    bals(first: $first, after: $after, state: $state, kind: $kind, text: $text) {
      edges { node { ${BAL} } } pageInfo { hasNextPage endCursor } } } } }`;

export const balCreate: Command = {
  name: 'bal create',
  usage:
    'cachet bal create <adresse> --responsible <idNat> [--kind organisational] [--description <texte>] [--quota <octets>] [--finess <n°>] [--test] [--pending] [--shared] [--not-reading]',
  summary: spoken('Ouvre une BAL', 'Opens a BAL'),
  scope: 'bal:write',
  options: ['responsible', 'kind', 'description', 'quota', 'finess'],
  flags: ['test', 'pending', 'shared', 'not-reading'],
  async run(work) {
    const bal = {
      address: wordOf(work, 0, 'adresse'),
      responsibleIdNat: neededOption(work, 'responsible'),
      kind: enumOption(work, 'kind') ?? 'PERSONAL',
      quotaBytes: quotaOf(work),
      description: work.option('description'),
      finess: work.option('finess'),
      isTest: work.has('test'),
      isPending: work.has('pending'),
      isShared: work.has('shared'),
      responsibleReads: !work.has('not-reading'),
    };
    const { balCreate: made } = await work.client.ask(
      `mutation ($structureId: ID!, $bal: BalCreateInput!) {
         balCreate(structureId: $structureId, bal: $bal) { ${REFUS} ... on AdministeredBal { ${BAL} } } }`,
      { structureId: await work.structure(), bal },
    );
    return { json: made, lines: shown([made]) };
  },
};

export const balSuspend: Command = {
  name: 'bal suspend',
  usage: 'cachet bal suspend <adresse|id> --motive <motif> [--note <texte>]',
  summary: spoken('Suspend une BAL', 'Suspends a BAL'),
  scope: 'bal:write',
  options: ['motive', 'note'],
  async run(work) {
    neededOption(work, 'motive');
    return changeState(
      work,
      `mutation ($structureId: ID!, $balId: ID!, $version: Int!, $motive: BalSuspensionMotive!, $note: String) {
         done: balSuspend(structureId: $structureId, balId: $balId, version: $version, motive: $motive, note: $note) {
           ${REFUS} ... on AdministeredBal { ${BAL} } } }`,
      { motive: enumOption(work, 'motive') },
    );
  },
};

export const balReactivate: Command = {
  name: 'bal reactivate',
  usage: 'cachet bal reactivate <adresse|id> [--note <texte>]',
  summary: spoken('Réactive une BAL suspendue', 'Reactivates a suspended BAL'),
  scope: 'bal:write',
  options: ['note'],
  run: (work) =>
    changeState(
      work,
      `mutation ($structureId: ID!, $balId: ID!, $version: Int!, $note: String) {
         done: balReactivate(structureId: $structureId, balId: $balId, version: $version, note: $note) {
           ${REFUS} ... on AdministeredBal { ${BAL} } } }`,
      {},
    ),
};

async function changeState(work: Work, mutation: string, more: Record<string, unknown>) {
  const structureId = await work.structure();
  const found = await theBal(work, structureId, wordOf(work, 0, 'adresse'));
  const { done } = await work.client.ask(mutation, {
    ...{ structureId, balId: found.bal.id, version: found.version, note: work.option('note') },
    ...more,
  });
  return { json: done, lines: shown([done]) };
}

interface Administered {
  readonly version: number;
  readonly decision: { readonly motive: string | null } | null;
  readonly bal: Readonly<Record<'id' | 'address' | 'kind' | 'state' | 'description', string>> & {
    readonly usedBytes: number;
    readonly quotaBytes: number;
  };
}

/** The BAL of that address or id. @throws Stop */
async function theBal(work: Work, structureId: string, name: string): Promise<Administered> {
  if (!name.includes('@')) {
    const { administeredBal } = await work.client.ask(
      `query ($structureId: ID!, $balId: ID!) { administeredBal(structureId: $structureId, balId: $balId) {
         ${REFUS} ... on AdministeredBal { ${BAL} } } }`,
      { structureId, balId: name },
    );
    return administeredBal;
  }
  const { structure } = await work.client.ask(LIST, { id: structureId, first: 100, text: name });
  const found = structure.bals.edges
    .map(({ node }: { node: Administered }) => node)
    .find(({ bal }: Administered) => bal.address === name.toLowerCase());
  if (!found)
    throw new Stop(
      EXIT.refused,
      spoken(`Aucune BAL ${printable(name)} ici.`, `No BAL ${printable(name)} here.`),
      'notFound',
    );
  return found;
}

function shown(found: readonly Administered[]): readonly string[] {
  return table(
    ['ADRESSE', 'TYPE', 'ÉTAT', 'MOTIF', 'PLEINE À', 'ID'],
    found.map(({ bal, decision }) => [
      ...[bal.address, bal.kind, bal.state, decision?.motive ?? '—'],
      ...[`${Math.round((100 * bal.usedBytes) / bal.quotaBytes)} %`, bal.id],
    ]),
  );
}

function quotaOf(work: Work): number {
  const quota = Number(work.option('quota') ?? GIBIBYTE);
  if (!Number.isSafeInteger(quota) || quota <= 0)
    throw usage('--quota attend un nombre d’octets.', '--quota takes a number of octets.');
  return quota;
}
