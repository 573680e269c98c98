import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { fixedContext, newTenantId, type TemporaryDatabase, temporaryDatabase } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommitInDoubt } from './commit-in-doubt.js';
import { Database } from './database.js';

let temporary: TemporaryDatabase;
let translating: Server;
let database: Database;

// A server whose lc_messages is French says ERREUR; this one says as much in five letters, so that lengths stay true.
beforeAll(async () => {
  temporary = await temporaryDatabase();
  const { hostname, port } = new URL(temporary.appUrl);
  translating = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    client.on('error', () => undefined).pipe(upstream);
    upstream.on('error', () => undefined).on('close', () => client.destroy());
    upstream.on('data', (bytes) => {
      const said = bytes.toString('latin1').replaceAll('SERROR\0', 'SFAUTE\0');
      client.write(Buffer.from(said, 'latin1'));
    });
  });
  translating.listen(0, '127.0.0.1');
  await once(translating, 'listening');
  const url = new URL(temporary.appUrl);
  url.hostname = '127.0.0.1';
  url.port = String((translating.address() as AddressInfo).port);
  database = await Database.connect({ url: url.href, app: 'words' });
});
afterAll(async () => {
  await database.close();
  translating.close();
  await temporary.drop();
});

const FAILING = { text: 'select 1 / $1::int', values: [0] };

describe('A database that speaks another language', () => {
  it('is believed when it says no to a lone statement, whose neighbours go on', async () => {
    const part = (by: number) => database.alone({ text: 'select 6 / $1::int as part', values: [by] });
    const all = await Promise.allSettled([part(1), part(0), part(2)]);
    expect(all).toMatchObject([
      { status: 'fulfilled', value: [{ part: 6 }] },
      { status: 'rejected', reason: { severity: 'FAUTE', code: '22012' } },
      { status: 'fulfilled', value: [{ part: 3 }] },
    ]);
  });

  it('is believed when it says no to a transaction', async () => {
    const failed = database.atOnce([{ ...FAILING, tenantId: newTenantId() }]);
    await expect(failed).rejects.toMatchObject({ severity: 'FAUTE', code: '22012' });
    const visited = database.withTenant(fixedContext(newTenantId()), async (sql) => {
      await sql.query(FAILING.text, FAILING.values).catch(() => undefined);
    });
    await expect(visited).rejects.not.toBeInstanceOf(CommitInDoubt);
  });

  it('is not believed when it goes away on the way: all may have been kept', async () => {
    const cut = database.alone({ text: 'select pg_terminate_backend(pg_backend_pid())', values: [] });
    await expect(cut).rejects.toBeInstanceOf(CommitInDoubt);
  });
});
