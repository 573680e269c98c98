import { randomBytes, randomUUID } from 'node:crypto';
import { chmod, mkdtemp, readdir, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { newTenantId } from '@cachet/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { StoreDamaged, StoreUnavailable } from '../store-faults.js';
import type { BlobStore, KnownBlob } from './blob-store.js';
import { FakeS3 } from './fake-s3.contract.js';
import { FolderBlobs } from './folder-blobs.js';
import { S3Blobs } from './s3-blobs.js';

interface Opened {
  readonly store: BlobStore;
  close(): Promise<void>;
}

let opened: Opened | null = null;
afterEach(async () => {
  await opened?.close();
  opened = null;
});

async function inFolder(): Promise<Opened & { readonly root: string }> {
  const root = await mkdtemp(path.join(tmpdir(), 'cachet-blobs-'));
  const store = new FolderBlobs(root);
  return { store, root, close: () => rm(root, { recursive: true, force: true }) };
}

async function inBucket(): Promise<Opened & { readonly fake: FakeS3 }> {
  const fake = await FakeS3.start();
  return { store: new S3Blobs(fake.settings), fake, close: () => fake.stop() };
}

const newName = () => ({ tenantId: newTenantId(), id: randomUUID() });
const listed = async (store: BlobStore) => {
  const all: KnownBlob[] = await Array.fromAsync(store.list());
  return all.map(({ tenantId, id, size }) => ({ tenantId, id, size })).sort((a, b) => (a.id < b.id ? -1 : 1));
};

async function* pieces(bytes: Buffer, size = 10_000): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function* breaking(bytes: Buffer): AsyncGenerator<Buffer> {
  yield* pieces(bytes);
  throw new RangeError('the source broke');
}

describe.each([
  ['a local folder', inFolder],
  ['a bucket that speaks S3', inBucket],
] as const)('Blobs in %s', (_, open) => {
  it('are read again to the last octet, in any range', async () => {
    opened = await open();
    const { store } = opened;
    const [name, bytes] = [newName(), randomBytes(100_000)];
    await store.write(name, bytes.length, pieces(bytes));
    for (const [start, end] of [
      [0, bytes.length],
      [0, 1],
      [99_999, 100_000],
      [12_345, 67_890],
    ] as const)
      expect((await store.read(name, { start, end })).equals(bytes.subarray(start, end))).toBe(true);
    expect(await store.sizeOf(name)).toBe(100_000);
  });

  it('are absent until they are whole, and leave nothing when they break', async () => {
    opened = await open();
    const { store } = opened;
    const [name, bytes] = [newName(), randomBytes(50_000)];
    await expect(store.write(name, 60_000, breaking(bytes))).rejects.toThrow();
    expect(await store.sizeOf(name)).toBeNull();
    expect(await listed(store)).toEqual([]);
    await store.write(name, bytes.length, pieces(bytes));
    expect(await store.sizeOf(name)).toBe(50_000);
  });

  it('say when they are missing or shorter than asked', async () => {
    opened = await open();
    const { store } = opened;
    const [name, bytes] = [newName(), randomBytes(1_000)];
    await expect(store.read(name, { start: 0, end: 1 })).rejects.toThrow(StoreDamaged);
    await store.write(name, bytes.length, pieces(bytes));
    await expect(store.read(name, { start: 990, end: 1_010 })).rejects.toThrow(StoreDamaged);
    await expect(store.read(name, { start: 2_000, end: 2_010 })).rejects.toThrow(StoreDamaged);
  });

  it('are removed for good, as often as asked, and their neighbours stay', async () => {
    opened = await open();
    const { store } = opened;
    const [name, other] = [newName(), newName()];
    for (const each of [name, other]) await store.write(each, 10, pieces(randomBytes(10)));
    await store.remove(name);
    await store.remove(name);
    expect(await store.sizeOf(name)).toBeNull();
    expect(await listed(store)).toEqual([{ ...other, size: 10 }]);
  });

  it('are listed, however many', async () => {
    opened = await open();
    const { store } = opened;
    if ('fake' in opened) (opened.fake as FakeS3).page = 2;
    const names = Array.from({ length: 5 }, newName);
    for (const each of names) await store.write(each, 7, pieces(randomBytes(7)));
    const expected = names.map((name) => ({ ...name, size: 7 })).sort((a, b) => (a.id < b.id ? -1 : 1));
    expect(await listed(store)).toEqual(expected);
  });
});

describe('Blobs in a local folder', () => {
  it('that were cut on the disk are reported', async () => {
    const { store, root } = await inFolder();
    const name = newName();
    await store.write(name, 1_000, pieces(randomBytes(1_000)));
    const fan = path.join(root, name.tenantId, name.id.slice(-2));
    const [file = ''] = await readdir(fan);
    await truncate(path.join(fan, file), 500);
    await expect(store.read(name, { start: 0, end: 1_000 })).rejects.toThrow(StoreDamaged);
    await rm(root, { recursive: true });
  });

  it.skipIf(process.getuid?.() === 0)('that cannot be written are an outage', async () => {
    const { store, root } = await inFolder();
    await chmod(root, 0o500);
    await expect(store.write(newName(), 1, pieces(Buffer.of(1)))).rejects.toThrow(StoreUnavailable);
    await chmod(root, 0o700);
    await rm(root, { recursive: true });
  });
});

describe('Blobs in a bucket', () => {
  it('are refused to whoever signs with another secret', async () => {
    const fake = await FakeS3.start();
    const stranger = new S3Blobs({ ...fake.settings, secretAccessKey: 'another' });
    await expect(stranger.write(newName(), 1, pieces(Buffer.of(1)))).rejects.toThrow(StoreUnavailable);
    await expect(stranger.sizeOf(newName())).rejects.toThrow(StoreUnavailable);
    expect(fake.refused).toHaveLength(2);
    await fake.stop();
  });

  it('of a store that is away or fails are an outage, and of a full one a want of room', async () => {
    const fake = await FakeS3.start();
    const store = new S3Blobs(fake.settings);
    fake.failing = 503;
    await expect(store.read(newName(), { start: 0, end: 1 })).rejects.toThrow(StoreUnavailable);
    fake.failing = 507;
    await expect(store.write(newName(), 1, pieces(Buffer.of(1)))).rejects.toMatchObject({ code: 'ENOSPC' });
    await fake.stop();
    await expect(store.sizeOf(newName())).rejects.toThrow(StoreUnavailable);
  });
});
