import { randomUUID } from 'node:crypto';
import type { TenantId } from '@cachet/mss-core';
import {
  fixedContext,
  newTenantId,
  type TemporaryDatabase,
  TestTenant,
  temporaryDatabase,
  withClient,
} from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from './database.js';
import { DatabaseUnusable } from './database-unusable.js';
import type { TenantSql } from './sql.js';

let temporary: TemporaryDatabase;
let database: Database;

beforeAll(async () => {
  temporary = await temporaryDatabase();
  database = await temporary.connect('story');
});
afterAll(() => temporary.drop());

const namesSeen = async (sql: Pick<TenantSql, 'query'>) =>
  (await sql.query<{ name: string }>('select name from tenant')).map((row) => row.name);

describe('a database beside another', () => {
  it('serves by connections of its own, hears the same announcements, and leaves the other as it was when it closes', async () => {
    const { id } = await TestTenant.create(database, { name: 'Les deux rives' });
    const beside = database.beside(1);
    const heard: string[] = [];
    beside.changes.subscribe({ topic: 'bal' }, (event) => void heard.push(event.kind));
    const held = Promise.withResolvers<void>();
    const waits = beside.withTenant(fixedContext(id), () => held.promise);
    expect(await database.withTenant(fixedContext(id), namesSeen)).toEqual(['Les deux rives']);
    held.resolve();
    await waits;
    await beside.close();
    await database.withTenant(fixedContext(id), (sql) => sql.notify('bal', id));
    await expect.poll(() => heard).toEqual(['change']);
  });
});

describe('a visit of a tenant', () => {
  it('keeps everything when the work ends well and nothing when it throws', async () => {
    const { id } = await TestTenant.create(database, { name: 'Valmont' });
    const rename = (name: string) => (sql: TenantSql) => sql.query('update tenant set name = $1', [name]);
    await database.withTenant(fixedContext(id), rename('Valmont-sur-Mer'));
    const failing = database.withTenant(fixedContext(id), async (sql) => {
      await rename('perdu')(sql);
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await database.withTenant(fixedContext(id), namesSeen)).toEqual(['Valmont-sur-Mer']);
  });

  it('does not pass for done when one of its statements failed and the caller looked away', async () => {
    const { id } = await TestTenant.create(database, { name: 'Tilleuls' });
    const careless = database.withTenant(fixedContext(id), async (sql) => {
      await sql.query("update tenant set name = 'perdu'");
      await sql.query('select 1 / 0').catch(() => undefined);
    });
    await expect(careless).rejects.toThrow('nothing was kept');
    expect(await database.withTenant(fixedContext(id), namesSeen)).toEqual(['Tilleuls']);
  });

  it('cannot be used once it is over', async () => {
    let kept: TenantSql | null = null;
    await database.withTenant(fixedContext(newTenantId()), async (sql) => {
      kept = sql;
    });
    await expect(kept!.query('select 1')).rejects.toThrow('over');
    await expect(kept!.notify('bal', randomUUID())).rejects.toThrow('over');
  });

  it('takes one statement at a time, so that no text can leave the transaction', async () => {
    const attempt = database.withTenant(fixedContext(newTenantId()), (sql) => sql.query('commit; select 1'));
    await expect(attempt).rejects.toMatchObject({ code: '42601' });
  });

  it('announces ids and nothing else', async () => {
    const attempt = database.withTenant(fixedContext(newTenantId()), (sql) =>
      sql.notify('bal', 'anne.martin@ch-valmont.mssante.fr'),
    );
    await expect(attempt).rejects.toThrow(RangeError);
  });

  it('reads large numbers as numbers, and refuses those it would falsify', async () => {
    const read = (text: string) => database.shared((sql) => sql.query(`select ${text}::bigint as n`));
    expect(await read('9007199254740991')).toEqual([{ n: Number.MAX_SAFE_INTEGER }]);
    await expect(read('9007199254740993')).rejects.toThrow(RangeError);
  });
});

describe('a transaction across tenants', () => {
  const rename = (name: string) => (sql: TenantSql) => sql.query('update tenant set name = $1', [name]);
  const pair = () =>
    Promise.all([TestTenant.create(database, { name: 'A' }), TestTenant.create(database, { name: 'B' })]);
  const seen = ({ id }: TestTenant) => database.withTenant(fixedContext(id), namesSeen);

  it('sees in each visit that tenant alone, and keeps all of them', async () => {
    const [a, b] = await pair();
    const names = await database.acrossTenants(async (visit) => [
      await visit(fixedContext(a.id), namesSeen),
      await visit(fixedContext(b.id), async (sql) => {
        await rename('B reçue')(sql);
        return namesSeen(sql);
      }),
    ]);
    expect(names).toEqual([['A'], ['B reçue']]);
    expect(await seen(b)).toEqual(['B reçue']);
  });

  it('keeps nothing of the first tenant when the second fails', async () => {
    const [a, b] = await pair();
    const letter = database.acrossTenants(async (visit) => {
      await visit(fixedContext(a.id), rename('reçue'));
      await visit(fixedContext(b.id), (sql) => sql.query('select 1 / 0'));
    });
    await expect(letter).rejects.toMatchObject({ code: '22012' });
    expect([await seen(a), await seen(b)]).toEqual([['A'], ['B']]);
  });

  it('keeps nothing either when the caller looks away from a failed visit', async () => {
    const [a, b] = await pair();
    const letter = database.acrossTenants(async (visit) => {
      await visit(fixedContext(a.id), rename('reçue'));
      await visit(fixedContext(b.id), async () => {
        throw new Error('full');
      }).catch(() => undefined);
    });
    await expect(letter).rejects.toThrow('full');
    expect(await seen(a)).toEqual(['A']);
  });

  it('has one visit at a time, and an earlier one is over', async () => {
    const [a, b] = await pair();
    const nested = database.acrossTenants((visit) =>
      visit(fixedContext(a.id), () => visit(fixedContext(b.id), namesSeen)),
    );
    await expect(nested).rejects.toThrow('before the next');
    const revived = database.acrossTenants(async (visit) => {
      const first = await visit(fixedContext(a.id), async (sql) => sql);
      return visit(fixedContext(b.id), () => namesSeen(first));
    });
    await expect(revived).rejects.toThrow('over');
  });
});

describe('pooled connections', () => {
  it('keep nothing of 1 000 interleaved transactions of 20 tenants, some failing, some cancelled', async () => {
    const narrow = await Database.connect({ url: temporary.appUrl, app: 'narrow', poolSize: 4 });
    const tenants = await Promise.all(
      Array.from({ length: 20 }, (_, n) => TestTenant.create(database, { name: `canari ${n}` })),
    );
    const outcomes = await Promise.all(
      Array.from({ length: 1_000 }, (_, n) =>
        disturbedVisit(narrow, n, tenants[(n * 7) % tenants.length]!.id),
      ),
    );
    const wrong = outcomes.filter(({ tenant, seen }) => seen?.some((id) => id !== tenant));
    expect(wrong).toEqual([]);
    expect(outcomes.filter(({ seen }) => seen?.length === 1)).toHaveLength(600);
    expect(await Promise.all(Array.from({ length: 40 }, () => narrow.shared(namesSeen)))).toEqual(
      Array.from({ length: 40 }, () => []),
    );
    await narrow.close();
  });

  /** One visit in ten fails in SQL, one in the work, one is cancelled by the server, one by an administrator. */
  async function disturbedVisit(
    db: Database,
    n: number,
    tenant: TenantId,
  ): Promise<{ readonly tenant: TenantId; readonly seen: readonly string[] | null }> {
    const ids = (sql: TenantSql) => sql.query<{ tenant_id: string }>('select tenant_id from tenant');
    try {
      return await db.withTenant(fixedContext(tenant), async (sql) => {
        const seen = (await ids(sql)).map((row) => row.tenant_id);
        if (n % 10 === 1) await sql.query('select 1 / 0');
        if (n % 10 === 3) throw new Error('the work failed');
        if (n % 10 === 5) await sql.query("set local statement_timeout = '1ms'");
        if (n % 10 === 5) await sql.query('select pg_sleep(5)');
        if (n % 10 === 7) await sql.query('select pg_cancel_backend(pg_backend_pid()), pg_sleep(5)');
        return { tenant, seen };
      });
    } catch {
      return { tenant, seen: null };
    }
  }

  it('leave no tenant to the next, even when a statement set one for the whole session', async () => {
    const { id } = await TestTenant.create(database);
    const single = await Database.connect({ url: temporary.appUrl, app: 'single', poolSize: 1 });
    await single.withTenant(fixedContext(id), (sql) =>
      sql.query("select set_config('app.tenant_id', $1, false)", [id]),
    );
    expect(await single.shared(namesSeen)).toEqual([]);
    expect(await single.withTenant(fixedContext(newTenantId()), namesSeen)).toEqual([]);
    await single.close();
  });

  it('are replaced after the server cut them in the middle of a visit', async () => {
    const faults: Error[] = [];
    const options = {
      url: temporary.appUrl,
      app: 'cut',
      poolSize: 1,
      onFault: (f: Error) => void faults.push(f),
    };
    const cut = await Database.connect(options);
    const { id } = await TestTenant.create(database, { name: 'Bioséquence' });
    const visit = cut.withTenant(fixedContext(id), async (sql) => {
      const [row] = await sql.query<{ pid: number }>('select pg_backend_pid() as pid');
      await withClient(temporary.adminUrl, (admin) =>
        admin.query('select pg_terminate_backend($1)', [row?.pid]),
      );
      return namesSeen(sql);
    });
    await expect(visit).rejects.toThrow();
    expect(await cut.withTenant(fixedContext(id), namesSeen)).toEqual(['Bioséquence']);
    expect(faults.length).toBeGreaterThan(0);
    await cut.close();
  });
});

describe('opening the database', () => {
  const refusalOf = async (url: string) => {
    const fault = await Database.connect({ url, app: 'refused' }).catch((caught: unknown) => caught);
    expect(fault).toBeInstanceOf(DatabaseUnusable);
    return fault as DatabaseUnusable;
  };

  it('is refused to a superuser, to the owner of the tables and to a role that bypasses the wall', async () => {
    expect((await refusalOf(temporary.adminUrl)).fr).toContain('superutilisateur');
    expect((await refusalOf(temporary.ownerUrl)).en).toContain('owner');
    const role = `bypass_${randomUUID().slice(0, 8)}`;
    await withClient(temporary.adminUrl, (admin) =>
      admin.query(`create role ${role} login bypassrls password 'x' in role cachet_app`),
    );
    const url = new URL(temporary.appUrl);
    url.username = role;
    url.password = 'x';
    expect((await refusalOf(url.href)).en).toContain('BYPASSRLS');
    await withClient(temporary.adminUrl, (admin) => admin.query(`drop role ${role}`));
  });

  it('says what to do when nothing answers, when the password is wrong, when there is no such database', async () => {
    const change = (with_: (url: URL) => void) => {
      const url = new URL(temporary.appUrl);
      with_(url);
      return refusalOf(url.href);
    };
    const silent = await change((url) => {
      url.port = '1';
    });
    expect(silent.message).toContain('127.0.0.1:1/');
    const stranger = await change((url) => {
      url.password = 'mot-de-passe-faux';
    });
    expect(stranger.fr).toContain('mot de passe : vérifiez');
    expect(`${stranger.message}${silent.message}`).not.toContain(new URL(temporary.appUrl).password);
    expect(stranger.message).not.toContain('mot-de-passe-faux');
    const lost = await change((url) => {
      url.pathname = '/nowhere';
    });
    expect(lost.en).toContain('does not exist');
  });

  it('is refused on a database without its tables', async () => {
    const name = `empty_${randomUUID().slice(0, 8)}`;
    await withClient(temporary.adminUrl, (admin) => admin.query(`create database ${name}`));
    const url = new URL(temporary.appUrl);
    url.pathname = `/${name}`;
    expect((await refusalOf(url.href)).en).toContain('run the migrations');
    await withClient(temporary.adminUrl, (admin) => admin.query(`drop database ${name} with (force)`));
  });

  it('shows which processes are present, until they leave', async () => {
    const mailedge = await Database.connect({ url: temporary.appUrl, app: 'mailedge' });
    expect(await database.presence()).toEqual(new Set(['story', 'mailedge']));
    await mailedge.close();
    await expect.poll(() => database.presence()).toEqual(new Set(['story']));
  });
});
