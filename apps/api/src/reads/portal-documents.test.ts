import { readFileSync } from 'node:fs';
import { composedMessage, quarantineSeal } from '@cachet/mailstore';
import type { Bal, Person } from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import { PgCompliance, PgDeliveries, PgMalware } from '@cachet/schema';
import { address, TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillAnnuaireLists } from '../testing/annuaire-lists.fixture.js';
import { ApiWorld, LETTER } from '../testing/api-world.fixture.js';
import { statementsDuring } from '../testing/statements.fixture.js';

const MANIFEST = new URL('../../../web/src/gql/trusted-documents.json', import.meta.url);
const QUERIES = Object.values<string>(JSON.parse(readFileSync(MANIFEST, 'utf8')))
  .flatMap((text) => {
    const [, name] = /^\s*query (\w+)/.exec(text) ?? [];
    return name ? [[name, text] as const] : [];
  })
  .sort(([a], [b]) => (a < b ? -1 : 1));

/** A structure with n of everything the portal shows, and its manager, who holds its BAL. */
interface Filled {
  readonly token: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

let world: ApiWorld;
let one: Filled;
let twenty: Filled;

beforeAll(async () => {
  world = await ApiWorld.start();
  one = await filled(1);
  twenty = await filled(20);
}, 60_000);
afterAll(() => world.stop());

async function filled(n: number): Promise<Filled> {
  const tenant = await TestTenant.create(world.database, { kind: 'structure' });
  const manager = await tenant.person();
  await tenant.role(manager, 'manager');
  const bal = await tenant.bal({ kind: 'organisational', responsible: manager });
  const times = Array.from({ length: n }, (_, i) => i);
  const letters: string[] = [];
  for (const i of times)
    letters.push(await world.deliver(tenant, bal, LETTER.replace('Bonjour', `Bonjour ${i}`)));
  for (const i of times) await aRowOfEach(tenant, bal, manager, i);
  const { publicationId } = await fillAnnuaireLists(world, tenant, bal, n);
  const messageId = letters[0]!;
  const variables = {
    ...{ structureId: tenant.id, balId: bal.id, folderId: messageId.split('.')[0], messageId },
    ...{ first: 25, domain: tenant.domain, email: `accueil@${tenant.domain}` },
    ...{ from: '2026-09', to: '2026-11', text: 'fictive', id: publicationId },
  };
  return { token: await world.signIn(manager), variables };
}

async function aRowOfEach(tenant: TestTenant, bal: Bal, manager: Person, i: number): Promise<void> {
  await tenant.bal({ kind: 'organisational', responsible: manager });
  await tenant.bal({ kind: 'applicative' });
  const coholder = await tenant.person();
  await tenant.access(bal.id, coholder, { role: 'coholder' });
  await tenant.apiKey(['bal:read']);
  if (i > 0) await tenant.addDomain(`${i}.${tenant.domain}`);
  await world.database.withTenant(tenant.context(), async (sql) => {
    const event = { kind: 'listeBlanche.refused', severity: 'critical', facts: { reason: 'x' } } as const;
    await new PgCompliance(sql).raise([event]);
    const row = { id: newId(), balId: bal.id, messageId: newId(), size: 10 };
    await new PgDeliveries(sql).add([
      {
        ...{ ...row, direction: 'inbound', state: 'delivered', recipient: bal.address },
        sender: address('a@peer-operateur.mssante.fr'),
      },
    ]);
    const facts = { signature: 'Eicar', nature: 'malware', treatment: 'refuse', sha256: `${i}` } as const;
    await new PgMalware(sql, async (letterId) =>
      quarantineSeal(await world.safe.keys.of(sql), letterId),
    ).quarantine(
      {
        ...facts,
        id: newId(),
        direction: 'inbound',
        sender: null,
        recipients: [],
        size: 0,
        expiresAt: new Date(),
      },
      composedMessage(Buffer.alloc(0)),
    );
  });
}

/** The statements of one question, and the codes of the refusals it brought; those of the ANS are in capitals. */
async function asked(query: string, { token, variables }: Filled) {
  const ask = () => world.ask(query, token, variables);
  let { data, errors } = await ask();
  const texts = await statementsDuring(async () => ({ data, errors } = await ask()));
  return { texts, errors, codes: JSON.stringify(data).match(/"code":"[a-z]\w+"/g) ?? [] };
}

/** What only the operator's people are shown: one liste blanche, one Annuaire for everybody. */
const OPERATORS = /^(ListeBlanche|Job|AnnuaireFeeds|DirectoryCopies)/;

describe('the statements of the portal’s own questions', () => {
  it.each(QUERIES.filter(([name]) => !OPERATORS.test(name)))(
    '%s sends as many for twenty of everything as for one',
    async (_name, text) => {
      const [few, many] = [await asked(text, one), await asked(text, twenty)];
      expect([few.errors, few.codes, many.errors, many.codes]).toEqual([undefined, [], undefined, []]);
      // Those that wait for none of the others leave in no order.
      expect(many.texts.toSorted()).toEqual(few.texts.toSorted());
    },
  );
});
