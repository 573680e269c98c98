import { type Command, neededOption, pages, REFUS, table, wordOf } from '../command.js';
import { printable, spoken, usage } from '../spoken.js';

const KEY = 'id name prefix scopes networks expiresAt lastUsedAt revokedAt isUsable';
const DAY_MS = 86_400_000;

export const keyList: Command = {
  name: 'key list',
  usage: 'cachet key list [--first <n> | --all]',
  summary: spoken('Les clés que cette clé a faites', 'The keys that this key made'),
  scope: 'key:write',
  options: ['first'],
  flags: ['all'],
  async run(work) {
    const id = await work.structure();
    const found = await pages(work, async (first, after) => {
      const { structure } = await work.client.ask(
        `query ($id: ID!, $first: Int!, $after: String) { structure(id: $id) { ${REFUS} ... on Structure {
           apiKeys(first: $first, after: $after) { edges { node { ${KEY} } } pageInfo { hasNextPage endCursor } } } } }`,
        { id, first, after },
      );
      return structure.apiKeys;
    });
    return { json: found, lines: shown(found) };
  },
};

export const keyCreate: Command = {
  name: 'key create',
  usage: 'cachet key create <nom> --scopes <a,b> [--days <n>] [--networks <cidr,…>]',
  summary: spoken(
    'Fait une clé ; son secret n’est montré qu’ici',
    'Makes a key; its secret is shown here alone',
  ),
  scope: 'key:write',
  options: ['scopes', 'days', 'networks'],
  async run(work) {
    const input = {
      name: wordOf(work, 0, 'nom'),
      scopes: listOf(neededOption(work, 'scopes')),
      networks: listOf(work.option('networks') ?? ''),
      expiresAt: new Date(Date.now() + daysOf(work.option('days') ?? '90') * DAY_MS).toISOString(),
    };
    const { apiKeyCreate: made } = await work.client.ask(
      `mutation ($structureId: ID!, $input: ApiKeyCreateInput!) { apiKeyCreate(structureId: $structureId, input: $input) {
         ${REFUS} ... on ApiKeyCreated { secret apiKey { ${KEY} } } } }`,
      { structureId: await work.structure(), input },
    );
    return { json: made, lines: [...shown([made.apiKey]), '', printable(made.secret)] };
  },
};

export const keyRevoke: Command = {
  name: 'key revoke',
  usage: 'cachet key revoke <id>',
  summary: spoken('Met fin à une clé et à celles qu’elle a faites', 'Ends a key and those it made'),
  scope: 'key:write',
  async run(work) {
    const { apiKeyRevoke: ended } = await work.client.ask(
      `mutation ($structureId: ID!, $apiKeyId: ID!) { apiKeyRevoke(structureId: $structureId, apiKeyId: $apiKeyId) {
         ${REFUS} ... on ApiKey { ${KEY} } } }`,
      { apiKeyId: wordOf(work, 0, 'id'), structureId: await work.structure() },
    );
    return { json: ended, lines: shown([ended]) };
  },
};

interface Key {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly scopes: readonly string[];
  readonly expiresAt: string | null;
  readonly isUsable: boolean;
}

function shown(keys: readonly Key[]): readonly string[] {
  return table(
    ['NOM', 'DÉBUT', 'UTILISABLE', 'FIN', 'PORTÉES', 'ID'],
    keys.map(({ id, name, prefix, scopes, expiresAt, isUsable }) => [
      ...[name, `${prefix}…`, isUsable ? '✔' : '✘', expiresAt?.slice(0, 10) ?? '—', scopes.join(' '), id],
    ]),
  );
}

function listOf(text: string): readonly string[] {
  return text
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean);
}

function daysOf(text: string): number {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > 365)
    throw usage('--days attend un nombre de 1 à 365.', '--days takes a number from 1 to 365.');
  return days;
}
