import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import {
  type ExportFormat,
  exportBal,
  type FolderName,
  parseFlag,
  SEEN,
  type TenantContext,
} from '@cachet/mss-core';
import { PgBalStore, PgJournal } from '@cachet/schema';
import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PgMessageBytes } from '../bytes/pg-message-bytes.js';
import { PgFolders } from '../folders/pg-folders.js';
import { codeOf, granted, MailWorld, type OpenBal, whole } from '../mail-world.contract.js';
import { exportArchive } from './export-archive.js';

let world: MailWorld;
let folder: string;

beforeAll(async () => {
  world = await MailWorld.open();
  folder = mkdtempSync(join(tmpdir(), 'cachet-export-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await world.close();
});

const operator = (): TenantContext => ({
  ...world.tenant.context(),
  actor: { kind: 'system', name: 'store:export' },
});

const ports = () => ({
  inBal: <T>(
    context: TenantContext,
    balId: string,
    work: Parameters<Parameters<typeof exportBal>[0]['inBal']>[2],
  ) =>
    world.database.withTenant(context, (sql) =>
      work({
        bals: new PgBalStore(sql),
        folders: new PgFolders(sql, world.safe, balId),
        journal: new PgJournal(sql),
      }),
    ) as Promise<T>,
  bytes: (context: TenantContext, balId: string) =>
    PgMessageBytes.of(world.database, world.safe, context, balId),
});

const allowed = (context: TenantContext, balId: string, format: ExportFormat = 'eml') =>
  exportBal(ports(), context, balId, format);

/** The archive on disk, opened by Info-ZIP as a person's computer would. */
async function unpacked(bal: OpenBal, format: ExportFormat): Promise<(name: string) => Buffer> {
  const archive = join(folder, `${bal.id}.zip`);
  await writeFile(archive, exportArchive(granted(await allowed(operator(), bal.id, format)), format));
  execFileSync('unzip', ['-qq', archive, '-d', join(folder, bal.id)]);
  return (name) => readFileSync(join(folder, bal.id, name));
}

const linesOf = (bytes: Buffer) =>
  bytes
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { file: string; uid: number; flags: string[]; sha256: string });

/** Octets that no reader of text would leave alone. */
const ODD = Buffer.concat([
  Buffer.from('Subject: =?utf-8?Q?=C3=A9?=\r\n\r\nFrom ici\r\n>From l\u00e0\r\nFromage\r\n.\r\n', 'utf8'),
  Buffer.from([0xff, 0xfe, 0x0a, 0x0d, 0x46]),
  Buffer.from('From la fin sans ligne'),
]);

async function filled(): Promise<OpenBal> {
  const bal = await world.bal();
  const inbox = await bal.folder('inbox');
  const large = Buffer.concat([
    Buffer.from('Subject: long\r\n\r\n'),
    Buffer.alloc(3_000_000, 'From abc\r\n'),
  ]);
  const internalDate = new Date('2024-02-29T23:59:58Z');
  for (const [bytes, flags] of [
    [ODD, [SEEN, parseFlag('$Forwarded') ?? SEEN]],
    [large, []],
  ] as const) {
    const message = await world.receive(bytes, 977);
    await bal.act((folders) => folders.append(inbox.id, [{ message, flags, internalDate }]));
  }
  const below = await bal.act((folders) => folders.create('Patients: <été>/..' as FolderName));
  await bal.act(async (folders) => folders.append(below.id, [await world.newItem('dedans')]));
  return bal;
}

describe('RE_GBM_4450: a BAL taken away', () => {
  it('as EML: each message to the octet, and a manifest with its place, flags, dates and hash', async () => {
    const bal = await filled();
    const file = await unpacked(bal, 'eml');
    expect(file('INBOX/0000001.eml').equals(ODD)).toBe(true);
    expect(file('INBOX/0000002.eml')).toHaveLength(3_000_017);
    const lines = linesOf(file('messages.jsonl'));
    expect(lines).toHaveLength(3);
    for (const { file: name, sha256 } of lines)
      expect(createHash('sha256').update(file(name)).digest('hex')).toBe(sha256);
    expect(lines[0]).toMatchObject({
      folder: 'INBOX',
      uid: 1,
      flags: ['\\Seen', '$Forwarded'],
      internalDate: '2024-02-29T23:59:58.000Z',
    });
    const manifest = JSON.parse(file('manifest.json').toString());
    expect(manifest.folders).toContainEqual(
      expect.objectContaining({ name: 'Patients: <été>/..', path: 'Patients_ _été_/_', messages: 1 }),
    );
    expect(manifest.folders[0]).toMatchObject({ name: 'INBOX', specialUse: 'inbox', messages: 2 });
  });

  it('as mbox: one file for each folder, whose lines can be put back as they were', async () => {
    const bal = await filled();
    const file = await unpacked(bal, 'mbox');
    const mailbox = file('INBOX.mbox').toString('latin1');
    const entries = mailbox.split(/^From MAILER-DAEMON Thu Feb 29 23:59:58 2024\n/m).slice(1);
    const restored = entries.map((entry) => entry.replace(/\n$/, '').replace(/^>(>*From )/gm, '$1'));
    expect(restored).toHaveLength(2);
    expect(restored[0]).toBe(`${ODD.toString('latin1').replaceAll('\r\n', '\n')}\n`);
    expect(entries[1]).not.toMatch(/^From /m);
    expect(linesOf(file('messages.jsonl'))).toHaveLength(3);
  });

  it('is traced, and what is removed meanwhile is left out', async () => {
    const bal = await filled();
    const content = granted(await allowed(operator(), bal.id));
    const trash = await bal.folder('trash');
    const inbox = await bal.folder('inbox');
    await bal.act((folders) => folders.move(inbox.id, [{ first: 1, last: 1 }], trash.id));
    const archive = await whole(exportArchive(content, 'eml'));
    expect(archive.includes('INBOX/0000001.eml')).toBe(false);
    const traces = await world.database.withTenant(world.tenant.context(), (sql) =>
      sql.query("select facts from trace_event where kind = 'bal.exported' and bal_id = $1", [bal.id]),
    );
    expect(traces).toMatchObject([{ facts: { format: 'eml', messages: 3 } }]);
  });

  it('fails whole when a message cannot be read', async () => {
    const bal = await filled();
    const content = granted(await allowed(operator(), bal.id));
    const broken = {
      ...content,
      open: async () => ({
        size: 10,
        bytes: (async function* () {
          yield Buffer.from('début');
          throw new Error('cut');
        })(),
      }),
    };
    await expect(whole(exportArchive(broken, 'eml'))).rejects.toThrow('cut');
  });

  it('reads nothing more once its reader has gone', async () => {
    const bal = await filled();
    const content = granted(await allowed(operator(), bal.id));
    let opened = 0;
    const counted = {
      ...content,
      open: (id: string) => {
        opened += 1;
        return content.open(id);
      },
    };
    const archive = exportArchive(counted, 'eml');
    await new Promise((resolve) => archive.once('readable', resolve));
    archive.destroy();
    await turn();
    const then = opened;
    await turn();
    expect(opened - then).toBeLessThanOrEqual(1);
  });
});

describe('who may take a BAL away', () => {
  it('those who answer for it, not a delegate, a colleague, a neighbour nor a partner', async () => {
    const person = await world.tenant.person();
    const bal = await world.tenant.bal({ kind: 'organisational', responsible: person });
    const delegate = await world.tenant.person();
    await world.tenant.access(bal.id, delegate, { role: 'delegate', mayRead: true, maySend: true });
    const coholder = await world.tenant.person();
    await world.tenant.access(bal.id, coholder, { role: 'coholder' });
    const as = (idNat: typeof person.idNat, tenant = world.tenant): TenantContext => ({
      ...tenant.context(),
      actor: { kind: 'person', idNat, name: 'x', proof: 'psc' },
    });
    expect(codeOf(await allowed(as(person.idNat), bal.id))).toBe('ok');
    expect(codeOf(await allowed(as(coholder.idNat), bal.id))).toBe('ok');
    expect(codeOf(await allowed(as(delegate.idNat), bal.id))).toBe('forbidden');
    expect(codeOf(await allowed(as((await world.tenant.person()).idNat), bal.id))).toBe('notFound');
    const neighbour = await TestTenant.create(world.database);
    expect(codeOf(await allowed(as(person.idNat, neighbour), bal.id))).toBe('notFound');
    expect(codeOf(await allowed({ ...operator(), tenantId: neighbour.id }, bal.id))).toBe('notFound');
    const partner = { kind: 'partner', apiKeyId: 'k', name: 'x' } as const;
    expect(codeOf(await allowed({ ...operator(), actor: partner }, bal.id))).toBe('notFound');
  });
});
