import {
  ALL_UIDS,
  DELETED,
  FLAGGED,
  type FolderChanges,
  type FolderItem,
  type FolderStore,
  type NewItem,
  parseFolderName,
  SEEN,
  type TenantContext,
  type UidSet,
} from '@cachet/mss-core';
import type { ChangeEvent, Database } from '@cachet/schema';
import { TestTenant } from '@cachet/testkit';
import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { MailSafe } from '../mail-safe.js';
import { granted, MailWorld, type OpenBal, testSafe } from '../mail-world.contract.js';
import { FolderViews, VIEW_LIMITS, type ViewLimits } from './folder-views.js';
import { inViewedBal } from './in-viewed-bal.js';
import { openViewedMail, type ViewedMail } from './viewed-mail.js';

let world: MailWorld;
let elsewhere: Database;

beforeAll(async () => {
  world = await MailWorld.open();
  elsewhere = await world.temporary.connect('elsewhere');
});
afterAll(() => world.close());

/** A line of announcements that a test cuts, mends and keeps silent. */
class TestFeed {
  isListening = true;
  readonly listeners = new Set<(event: ChangeEvent) => void>();

  subscribe(_filter: object, listener: (event: ChangeEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  resync(): void {
    this.isListening = true;
    for (const listener of this.listeners) listener({ kind: 'resync' });
  }
}

/** A process of the mail edge: its database, and the views that its sessions share. */
class EdgeProcess {
  readonly feed = new TestFeed();
  readonly safe: MailSafe;
  readonly views: FolderViews;
  private readonly mail: ViewedMail;
  readings = 0;

  constructor(
    database: Database,
    {
      limits = VIEW_LIMITS,
      heard = false,
      now,
    }: { limits?: ViewLimits; heard?: boolean; now?: () => number } = {},
  ) {
    const changes = heard ? database.changes : this.feed;
    const atOnce: Database['atOnce'] = (statements) => {
      this.readings += 1;
      return database.atOnce(statements);
    };
    this.safe = testSafe(database);
    this.views = new FolderViews({ atOnce, changes }, limits, now);
    this.mail = openViewedMail(database, this.safe, this.views);
  }

  in<T>(context: TenantContext, balId: string, work: (folders: FolderStore) => Promise<T>): Promise<T> {
    return inViewedBal(this.mail, context, balId, ({ folders }) => work(folders));
  }
}

/** A session with a folder open: what it was told, replayed. */
class Reader {
  readonly known = new Map<number, string>();
  #modseq = 0;

  constructor(
    readonly process: EdgeProcess,
    private readonly bal: OpenBal,
    private readonly folderId: string,
  ) {}

  in<T>(work: (folders: FolderStore) => Promise<T>): Promise<T> {
    return this.process.in(this.bal.context, this.bal.id, work);
  }

  async open(): Promise<void> {
    const opening = await this.in((folders) => folders.open(this.folderId));
    if (!opening) throw new Error('INBOX is there');
    const items = await this.in((folders) => folders.items(this.folderId, ALL_UIDS));
    expect(items.map(({ uid }) => uid)).toEqual([...opening.uids]);
    for (const item of items) this.#note(item);
    this.#modseq = opening.folder.highestModseq;
  }

  async hear(): Promise<FolderChanges> {
    const changes = await this.in((folders) => folders.changesSince(this.folderId, this.#modseq));
    for (const item of changes.changed) this.#note(item);
    for (const uid of changes.expunged) this.known.delete(uid);
    this.#modseq = changes.highestModseq;
    return changes;
  }

  #note({ uid, flags, modseq, messageId, size }: FolderItem): void {
    this.known.set(uid, JSON.stringify([[...flags].sort(), modseq, messageId, size]));
  }
}

async function truthOf(bal: OpenBal, folderId: string): Promise<ReadonlyMap<number, string>> {
  const items = await bal.run((folders) => folders.items(folderId, ALL_UIDS));
  return new Map(
    items.map(({ uid, flags, modseq, messageId, size }) => [
      uid,
      JSON.stringify([[...flags].sort(), modseq, messageId, size]),
    ]),
  );
}

async function modseqOf(bal: OpenBal, folderId: string): Promise<number> {
  return (await bal.run((folders) => folders.byId(folderId)))?.highestModseq ?? 0;
}

const factsOf = ({ uid, messageId, flags, internalDate, savedAt, modseq, size }: FolderItem) => ({
  ...{ uid, messageId, flags, internalDate, savedAt, modseq, size },
});

const sorted = (map: ReadonlyMap<number, string>) => [...map].sort(([a], [b]) => a - b);

type Act = {
  readonly by: number;
  readonly what: 'append' | 'flag' | 'see' | 'expunge' | 'copy' | 'hear';
  readonly at: number;
};

interface Given {
  readonly id: string;
  readonly uids: UidSet;
  readonly letter: NewItem;
}

const DOES: Readonly<Record<Act['what'], (folders: FolderStore, given: Given) => Promise<unknown>>> = {
  append: async (folders, { id, letter }) => granted(await folders.append(id, [letter])),
  flag: async (folders, { id, uids }) =>
    granted(await folders.storeFlags(id, uids, { mode: 'add', flags: [DELETED] })),
  see: async (folders, { id, uids }) =>
    granted(await folders.storeFlags(id, uids, { mode: 'set', flags: [SEEN, FLAGGED] })),
  expunge: async (folders, { id, uids }) => granted(await folders.expunge(id, uids)),
  copy: async (folders, { id, uids }) => granted(await folders.copy(id, uids, id)),
  hear: async () => undefined,
};

const acts = fc.array(
  fc.record<Act>({
    by: fc.nat({ max: 3 }),
    what: fc.constantFrom('append', 'flag', 'see', 'expunge', 'copy', 'hear'),
    at: fc.nat({ max: 12 }),
  }),
  { maxLength: 25 },
);

describe('folders looked at in memory', () => {
  it('tell each session of each process what replays to what is there', async () => {
    const letters = await Promise.all([1, 2, 3].map((n) => world.newItem(`n° ${n}`)));
    await fc.assert(
      fc.asyncProperty(acts, async (script) => {
        const bal = await world.bal();
        const { id } = await bal.folder('inbox');
        const processes = [
          new EdgeProcess(world.database, { heard: true }),
          new EdgeProcess(elsewhere, { heard: true }),
        ];
        const readers = [0, 0, 1, 1].map((which) => new Reader(processes[which]!, bal, id));
        for (const reader of readers) await reader.open();
        for (const { by, what, at } of script) {
          const reader = readers[by]!;
          const uids: UidSet = [{ first: at, last: at + 2 }];
          const letter = letters[at % letters.length]!;
          const before = await modseqOf(bal, id);
          await reader.in((folders) => DOES[what](folders, { id, uids, letter }));
          await reader.hear();
          const isAsThere = async () => {
            const here = await reader.in((folders) => folders.items(id, uids));
            expect(here.map(factsOf)).toEqual(
              (await bal.run((folders) => folders.items(id, uids))).map(factsOf),
            );
          };
          // What a process did itself, with all before it, every session of it sees from then on; of others it hears in a moment.
          if ((await modseqOf(bal, id)) > before) await isAsThere();
          else await vi.waitFor(isAsThere);
        }
        for (const reader of readers)
          await vi.waitFor(async () => {
            await reader.hear();
            expect(sorted(reader.known)).toEqual(sorted(await truthOf(bal, id)));
          });
      }),
      { numRuns: fuzzRuns(15) },
    );
  });

  it('ask the database nothing as long as nothing was committed', async () => {
    const { process, reader, id } = await opened(3);
    const before = process.readings;
    await reader.hear();
    await reader.in((folders) => folders.items(id, ALL_UIDS));
    expect((await reader.in((folders) => folders.byId(id)))?.messages).toBe(3);
    expect(process.readings).toBe(before);
  });

  it('show what was committed elsewhere once its announcement is heard, and at once while none can be heard', async () => {
    const { process, reader, bal, id } = await opened(1);
    const seen = async () => (await reader.in((folders) => folders.items(id, ALL_UIDS))).length;
    process.feed.isListening = false;
    await bal.act(async (folders) => folders.append(id, [await world.newItem('pendant')]));
    expect(await seen()).toBe(2);
    await bal.act(async (folders) => folders.append(id, [await world.newItem('encore')]));
    process.feed.resync();
    expect(await seen()).toBe(3);
    await reader.hear();
    expect(reader.known.size).toBe(3);
  });

  it('tell what left longer ago than they remember, as the database does', async () => {
    const { reader, bal, id } = await opened(2);
    const first = await reader.in((folders) => folders.byId(id));
    await bal.act((folders) => folders.storeFlags(id, ALL_UIDS, { mode: 'add', flags: [DELETED] }));
    await bal.act((folders) => folders.expunge(id, [{ first: 1, last: 1 }]));
    const late = new Reader(new EdgeProcess(world.database), bal, id);
    await late.open();
    const changes = await late.in((folders) => folders.changesSince(id, first?.highestModseq ?? 0));
    expect([changes.changed.map(({ uid }) => uid), changes.expunged]).toEqual([[2], [1]]);
    expect(reader.known.size).toBe(2);
  });

  it('leave a STORE to who holds the folder when it is not as they show it, and still tell what is there', async () => {
    const { process, reader, bal, id } = await opened(2);
    const mark = (flag: typeof SEEN | typeof FLAGGED) =>
      reader.in((folders) => folders.storeFlags(id, ALL_UIDS, { mode: 'add', flags: [flag] }));
    // Committed by others, and not announced here: the first look is out of date.
    await bal.act((folders) =>
      folders.storeFlags(id, [{ first: 1, last: 1 }], { mode: 'add', flags: [DELETED] }),
    );
    const stored = granted(await mark(FLAGGED));
    expect(stored.items.map(({ flags }) => flags)).toEqual([[DELETED, FLAGGED], [FLAGGED]]);
    const before = process.readings;
    await mark(SEEN);
    expect((await reader.in((folders) => folders.byId(id)))?.unseen).toBe(0);
    expect(process.readings).toBe(before);
    await reader.hear();
    expect(sorted(reader.known)).toEqual(sorted(await truthOf(bal, id)));
    expect((await bal.folder('inbox')).unseen).toBe(0);
  });

  it('tell who watches them what this process committed before its act is answered, announced or not', async () => {
    const { process, reader, id } = await opened(1);
    const heard: string[] = [];
    let act = '';
    const stop = process.views.watch(id, () => heard.push(act));
    const acts: Record<string, (folders: FolderStore) => Promise<unknown>> = {
      letter: async (folders) => folders.append(id, [await world.newItem('un')]),
      letters: async (folders) =>
        folders.append(id, [await world.newItem('deux'), await world.newItem('trois')]),
      flags: (folders) => folders.storeFlags(id, [{ first: 1, last: 1 }], { mode: 'add', flags: [DELETED] }),
      expunge: (folders) => folders.expunge(id, ALL_UIDS),
    };
    for (const [name, work] of Object.entries(acts)) {
      act = name;
      await reader.in(work);
      expect(heard.at(-1)).toBe(name);
    }
    stop();
    act = 'unheard';
    await reader.in(acts.letter!);
    expect(heard).not.toContain('unheard');
  });

  it('tell of what is new once, whichever session of whichever process asks first (RFC 3501 §2.3.2)', async () => {
    const { process, bal, id } = await opened(2);
    const other = new EdgeProcess(elsewhere, { heard: true });
    const claim = (edge: EdgeProcess) =>
      edge.in(bal.context, bal.id, (folders) => folders.claimRecent(id, 'sure'));
    // Both have looked before anything is told.
    await other.in(bal.context, bal.id, (folders) => folders.open(id));
    expect(await claim(process)).toEqual({ first: 1, last: 2 });
    expect(await claim(process)).toBeNull();
    expect(await claim(other)).toBeNull();
    const letter = await world.newItem('trois');
    await other.in(bal.context, bal.id, (folders) => folders.append(id, [letter]));
    expect(await other.in(bal.context, bal.id, (folders) => folders.claimRecent(id, 'atOnce'))).toEqual({
      first: 3,
      last: 3,
    });
    expect(await other.in(bal.context, bal.id, (folders) => folders.claimRecent(id, 'atOnce'))).toBeNull();
    const restarted = new EdgeProcess(elsewhere);
    // Noted by and by, so that no note holds the folder of the next letter.
    expect((await bal.folder('inbox')).recentFrom).toBe(3);
    await vi.waitFor(async () => expect((await bal.folder('inbox')).recentFrom).toBe(4), 10_000);
    expect(await claim(restarted)).toBeNull();
  });

  it('let nobody wait for a folder that is held to be told what is new, and tell it again where it could not be noted', async () => {
    const { process, bal, id } = await opened(1);
    const claim = (edge: EdgeProcess) =>
      edge.in(bal.context, bal.id, (folders) => folders.claimRecent(id, 'sure'));
    await elsewhere.withTenant(bal.context, async (sql) => {
      await sql.query('select from mail_folder where id = $1 for update', [id]);
      expect(await claim(process)).toEqual({ first: 1, last: 1 });
    });
    expect(await claim(process)).toBeNull();
    expect(await claim(new EdgeProcess(elsewhere))).toEqual({ first: 1, last: 1 });
  });

  it('tell a neighbour of nothing new, and take nothing away from who may', async () => {
    const { process, bal, id } = await opened(1);
    const stranger = await TestTenant.create(world.database);
    const beside = await world.bal();
    for (const [context, balId] of [
      [stranger.context(), bal.id],
      [beside.context, beside.id],
    ] as const) {
      expect(await process.in(context, balId, (folders) => folders.claimRecent(id, 'sure'))).toBeNull();
      expect(await process.in(context, balId, (folders) => folders.countFrom(id, 1))).toBe(0);
    }
    expect((await bal.folder('inbox')).recentFrom).toBe(1);
  });

  it('are gone with their folder', async () => {
    const { reader, bal } = await opened(0);
    const name = parseFolderName('Passager')!;
    const { id } = await bal.act((folders) => folders.create(name));
    expect(await reader.in((folders) => folders.open(id))).not.toBeNull();
    await reader.in((folders) => folders.remove(id));
    expect(await reader.in((folders) => folders.byId(id))).toBeNull();
    expect(await reader.in((folders) => folders.items(id, ALL_UIDS))).toEqual([]);
  });

  it('are not shown to the neighbour who may not, of another structure or of another BAL, though they are in memory', async () => {
    const { process, bal, id } = await opened(2);
    const beside = await world.bal();
    const stranger = await TestTenant.create(world.database);
    const mine = await stranger.bal();
    for (const [context, balId] of [
      [beside.context, beside.id],
      [stranger.context(), mine.id],
      [stranger.context(), bal.id],
    ] as const) {
      expect(await process.in(context, balId, (folders) => folders.byId(id))).toBeNull();
      expect(await process.in(context, balId, (folders) => folders.items(id, ALL_UIDS))).toEqual([]);
      const changes = await process.in(context, balId, (folders) => folders.changesSince(id, 0));
      expect([changes.changed, changes.expunged]).toEqual([[], []]);
    }
    expect(await process.in(bal.context, bal.id, (folders) => folders.items(id, ALL_UIDS))).toHaveLength(2);
  });

  it('hold no more than their bound, what was asked for longest ago leaving first, and leave by themselves unasked', async () => {
    let now = 0;
    const limits = { octets: 6_000, idleMs: 1_000 };
    const process = new EdgeProcess(world.database, { limits, now: () => now });
    const bals = await Promise.all(Array.from({ length: 12 }, () => world.bal()));
    const look = async (bal: OpenBal) => {
      const { id } = await bal.folder('inbox');
      await process.in(bal.context, bal.id, (folders) => folders.items(id, ALL_UIDS));
    };
    for (const bal of bals) {
      await look(bal);
      expect(process.views.octets).toBeLessThanOrEqual(limits.octets);
    }
    expect(process.views.octets).toBeGreaterThan(0);
    const before = process.readings;
    await look(bals.at(-1)!);
    expect(process.readings).toBe(before);
    await look(bals[0]!);
    expect(process.readings).toBe(before + 1);
    now += 2 * limits.idleMs;
    await look(bals[1]!);
    expect(process.feed.listeners.size).toBe(1);
  });

  it('end a transaction that fails, and then show what is there', async () => {
    const { reader, bal, id } = await opened(1);
    const letter = await world.newItem('perdue');
    const broken = reader.in(async (folders) => {
      granted(await folders.append(id, [letter, letter]));
      expect(await folders.items(id, ALL_UIDS)).toHaveLength(3);
      throw new Error('lost in between');
    });
    await expect(broken).rejects.toThrow('lost in between');
    expect(await reader.in((folders) => folders.items(id, ALL_UIDS))).toHaveLength(1);
    expect(await truthOf(bal, id)).toEqual(reader.known);
  });
});

/** A process with one session that has an INBOX of that many letters open; it hears only what the test lets it hear. */
async function opened(letters: number) {
  const bal = await world.bal();
  const { id } = await bal.folder('inbox');
  for (let n = 0; n < letters; n += 1)
    await bal.act(async (folders) => folders.append(id, [await world.newItem(`lettre ${n}`)]));
  const process = new EdgeProcess(world.database);
  const reader = new Reader(process, bal, id);
  await reader.open();
  return { process, reader, bal, id };
}
