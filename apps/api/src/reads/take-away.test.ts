import type { Bal, Person } from '@cachet/mss-core';
import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiWorld, LETTER } from '../testing/api-world.fixture.js';

let world: ApiWorld;
let practice: TestTenant;
let anne: Person;
let bal: Bal;

beforeAll(async () => {
  world = await ApiWorld.start();
  practice = await TestTenant.create(world.database, { kind: 'structure' });
  anne = await practice.person();
  bal = await practice.bal({
    kind: 'organisational',
    responsible: anne,
  });
  await world.deliver(practice, bal, LETTER);
});
afterAll(() => world.stop());

const get = (format: string, bearer: string | null) =>
  fetch(
    `${world.url}/exports/${bal.id}/${format}`,
    bearer ? { headers: { authorization: `Bearer ${bearer}` } } : {},
  );

describe('RE_GBM_4450: downloading all the messages of a BAL', () => {
  it('is one archive, made while it is read, to save under a name that tells whose and when; it is traced', async () => {
    const answer = await get('eml', await world.signIn(anne));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/zip');
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename="[a-z.0-9-]+-\d{4}-\d\d-\d\d-eml\.zip"/,
    );
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.subarray(0, 4).toString('latin1')).toBe('PK\x03\x04');
    for (const name of ['manifest.json', 'INBOX/0000001.eml', 'messages.jsonl'])
      expect(bytes.includes(name)).toBe(true);
    expect(await world.traces(practice)).toContainEqual(
      expect.objectContaining({ kind: 'bal.exported', outcome: 'ok' }),
    );
  });

  it('is not for a delegate, a manager, a partner, a stranger or nobody', async () => {
    const delegate = await practice.person();
    await practice.access(bal.id, delegate, { role: 'delegate', mayRead: true, maySend: true });
    const manager = await practice.person();
    await practice.role(manager, 'manager');
    const neighbour = await TestTenant.create(world.database, { kind: 'structure' });
    const stranger = await neighbour.person();
    await neighbour.bal({ responsible: stranger });
    expect((await get('eml', await world.signIn(delegate))).status).toBe(403);
    expect((await get('eml', await world.signIn(manager))).status).toBe(404);
    expect((await get('eml', await world.signIn(stranger))).status).toBe(404);
    expect((await get('eml', null)).status).toBe(401);
    expect((await get('tar', await world.signIn(anne))).status).toBe(404);
  });
});
