import type { Sandbox } from '../../e2e/sandbox.js';
import { median } from '../imap/measure.js';
import { ask, atRate, timed } from './client.js';
import { type Estate, RPPS } from './estate.js';
import { EVENTS } from './events.js';
import { IMPORT } from './import.js';
import { type Bench, type Row, STRUCTURES, spread } from './row.js';

const LIST = `query ($id: ID!, $text: String) { structure(id: $id) { __typename ... on Structure {
  bals(first: 50, text: $text, kind: ORGANISATIONAL, state: ACTIVE) { edges { node { bal { id address description state usedBytes } version } } pageInfo { hasNextPage endCursor } } } } }`;
const CREATE = `mutation ($id: ID!, $input: BalCreateInput!) { balCreate(structureId: $id, bal: $input) {
  __typename ... on AdministeredBal { version bal { id address } } ... on Refus { code message } } }`;

/** The operations that the portal asks most; `$bal` is one of the person's. */
export const PORTAL: readonly string[] = [
  '{ me { name idNat } }',
  '{ me { bals { role mayRead maySend bal { id address kind state folders { id specialUse unread } } } } }',
  '{ me { structures { roles structure { id name } } } }',
  'query ($bal: ID!) { bal(id: $bal) { __typename ... on Bal { id address folders { id name specialUse total unread } } } }',
  'query ($bal: ID!, $folder: ID!) { bal(id: $bal) { __typename ... on Bal { folder(id: $folder) { messages(first: 50) { edges { node { id subject from { name address } receivedAt seen hasAttachments } } pageInfo { endCursor } } } } } }',
  'query ($bal: ID!, $message: ID!) { message(balId: $bal, id: $message) { __typename ... on Message { id subject from { address } to { address } receivedAt seen } } }',
  'query ($id: ID!) { structure(id: $id) { __typename ... on Structure { id name kind finess domains } } }',
  'query ($id: ID!) { structure(id: $id) { __typename ... on Structure { counts { activeBals suspendedBals pendingDeliveries } } } }',
  'query ($id: ID!) { structure(id: $id) { __typename ... on Structure { deliveries(first: 20) { edges { node { id state sender recipient } } } } } }',
  'query ($id: ID!) { structure(id: $id) { __typename ... on Structure { bals(first: 50) { edges { node { bal { id address state } } } } } } }',
];

export const ROWS: readonly Row[] = [
  {
    name: 'structures',
    async run(bench) {
      const medians: number[] = [];
      for (const structures of [10, 100, STRUCTURES * 5]) {
        await bench.estate.growTo(structures);
        medians.push(median(await timed(200, 1, (index) => list(bench, `service-1${index % 100}`))));
      }
      const [few = Number.NaN] = medians;
      const figure = medians.map((ms) => `${(ms / few).toFixed(2)}×`).join(' · ');
      return [{ what: 'list with 10, 100, 1,000 structures, median', figure, remark: 'goal: the same' }];
    },
  },
  {
    name: 'list',
    async run(bench) {
      await bench.estate.growTo(STRUCTURES);
      const took = await timed(300, 2, (index) => list(bench, `service-1${index % 100}`));
      return [spread('list of BAL with filter, two at once', took, 'goal p95 < 150 ms')];
    },
  },
  {
    name: 'create',
    async run({ sandbox, estate }) {
      await estate.growTo(STRUCTURES);
      const [key = ''] = estate.keys;
      const stamp = Date.now();
      const took = await timed(200, 2, (index) => {
        const address = `accueil-${stamp}-${index}@${estate.hospital.domain}`;
        const input = {
          address,
          kind: 'ORGANISATIONAL',
          description: 'Accueil',
          quotaBytes: 2 ** 30,
          responsibleIdNat: estate.manager.idNat,
        };
        return ask(sandbox.graphql.http, key, CREATE, { id: estate.hospital.id, input });
      });
      return [spread('create a BAL, two at once', took, 'goal p95 < 100 ms')];
    },
  },
  {
    name: 'portal',
    async run({ sandbox, estate, load }) {
      await estate.growTo(STRUCTURES);
      await fillOwn({ sandbox, estate, load });
      const token = await signIn(sandbox);
      const known = await placeOf(sandbox, token, estate);
      const work = (index: number) =>
        ask(sandbox.graphql.http, token, PORTAL[index % PORTAL.length] ?? '', known);
      // As a portal is that has been open for a while: connections, prepared statements and compiled code are there.
      await atRate(100, 10, work);
      const took = await atRate(200, 15, work);
      return [spread('ten operations of the portal, 200 a second', took, 'goal p95 < 250 ms')];
    },
  },
  EVENTS,
  IMPORT,
];

function list({ sandbox, estate }: Bench, text: string): Promise<unknown> {
  return ask(sandbox.graphql.http, estate.keys[0] ?? '', LIST, { id: estate.hospital.id, text });
}

export async function signIn({ graphql, psc }: Sandbox): Promise<string> {
  const asked = await fetch(psc.sandboxToken, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ rpps: RPPS }),
  });
  const { access_token: pscToken } = (await asked.json()) as { access_token: string };
  const opened = await ask<{ openPortalSession: { token: string } }>(
    graphql.http,
    '',
    'mutation ($t: String!) { openPortalSession(pscAccessToken: $t) { __typename ... on PortalSession { token } } }',
    { t: pscToken },
  );
  return opened.openPortalSession.token;
}

export async function fillOwn({ sandbox, estate, load }: Bench): Promise<void> {
  const door = { ...sandbox.imap.psc, token: { url: sandbox.psc.sandboxToken, rpps: RPPS } };
  await load.run(door, {
    kind: 'fill',
    user: estate.own.address,
    folder: 'INBOX',
    letters: 200,
    size: 5_000,
    copies: 1,
  });
}

/** What the portal's operations are asked with. */
export async function placeOf({ graphql }: Sandbox, token: string, { own, hospital }: Estate) {
  const inBal = await ask<{ bal: { folders: { id: string; specialUse: string | null; total: number }[] } }>(
    graphql.http,
    token,
    'query ($bal: ID!) { bal(id: $bal) { ... on Bal { folders { id specialUse total } } } }',
    { bal: own.id },
  );
  const folder = inBal.bal.folders.find(({ total }) => total > 0)?.id ?? '';
  const listed = await ask<{ bal: { folder: { messages: { edges: { node: { id: string } }[] } } } }>(
    graphql.http,
    token,
    'query ($bal: ID!, $folder: ID!) { bal(id: $bal) { ... on Bal { folder(id: $folder) { messages(first: 1) { edges { node { id } } } } } } }',
    { bal: own.id, folder },
  );
  const message = listed.bal.folder.messages.edges[0]?.node.id ?? '';
  return { id: hospital.id, bal: own.id, folder, message };
}
