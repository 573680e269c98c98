import { Buffer } from 'node:buffer';
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, unlink } from 'node:fs/promises';
import path from 'node:path';
import { done, MimeReader, type Outcome, type ReceivedMessage, refused } from '@cachet/mss-core';
import { CHUNK_SIZE } from './chunks.js';
import { SpoolFile } from './spool-file.js';

export interface SpoolOptions {
  /** Where large messages wait; created when absent. */
  readonly folder: string;
  /** Most octets of a message. */
  readonly limit: number;
}

/** A message received whole. Its bytes vanish with `dispose`, or with the process. */
export interface SpooledMessage extends ReceivedMessage {
  dispose(): Promise<void>;
}

/**
 * Receives a message from a stream: hashed and read on the way, kept in memory while there is room, else in a file
 * that has no name. Refuses messageTooLarge without reading further; the caller decides whether to drain its source.
 * @throws when the source or the disk fails; nothing is left behind.
 */
export async function receiveToSpool(
  source: AsyncIterable<Uint8Array>,
  options: SpoolOptions,
): Promise<Outcome<SpooledMessage>> {
  const hash = createHash('sha256');
  const reader = new MimeReader();
  const spool = new Spool(options.folder);
  try {
    for await (const bytes of source) {
      if (spool.size + bytes.length > options.limit) {
        await spool.dispose();
        return refused('messageTooLarge', { limit: String(options.limit) });
      }
      hash.update(bytes);
      reader.write(bytes);
      await spool.add(bytes);
    }
  } catch (fault) {
    await spool.dispose();
    throw fault;
  }
  return done({
    size: spool.size,
    sha256: hash.digest('hex'),
    structure: reader.end(),
    open: () => spool.open(),
    dispose: () => spool.dispose(),
  });
}

/**
 * Removes what a process that was killed between the two left: a file that it had made and not yet taken the name of. Those of living
 * processes are not hurt, as none needs its name again.
 */
export async function sweepSpool(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((file) => file.endsWith('.eml'))) await removed(path.join(folder, name));
}

/** A name that somebody else has removed is as good. */
async function removed(name: string): Promise<void> {
  await unlink(name).catch((fault: NodeJS.ErrnoException) => {
    if (fault.code !== 'ENOENT') throw fault;
  });
}

/** Octets of letters that this process holds in memory at one time, all together; beyond, they wait on disk. */
const MEMORY = 64 * 1024 * 1024;
/** Octets of one letter held in memory. */
const MEMORY_OF_ONE = 8 * CHUNK_SIZE;

let held = 0;

/** The first pieces of a letter take just their own room; most letters are no longer. */
const PIECEMEAL = 64 * 1024;
/** And no more of them: an octet in a buffer of its own costs a hundred. */
const MOST_PIECES = 64;

/** Bytes in memory as long as there is room, then in a file, written by whole chunks. */
class Spool {
  #memory: Buffer[] = [];
  #inMemory = 0;
  /** The chunk being filled, and what is already in it; it is the last one of `#memory`, cut to what it holds. */
  #slab: { readonly room: Buffer; filled: number } | null = null;
  #file: SpoolFile | null = null;
  size = 0;

  constructor(private readonly folder: string) {}

  async add(bytes: Uint8Array): Promise<void> {
    this.size += bytes.length;
    this.#inMemory += bytes.length;
    held += bytes.length;
    this.#hold(bytes);
    const isMuch = this.#file ? this.#inMemory >= CHUNK_SIZE : this.#inMemory > MEMORY_OF_ONE;
    if (isMuch || (held > MEMORY && this.#inMemory >= CHUNK_SIZE)) await this.#spill();
  }

  /** A copy: the sender may use its buffer again. */
  #hold(bytes: Uint8Array): void {
    if (!this.#slab && this.#inMemory <= PIECEMEAL && this.#memory.length < MOST_PIECES) {
      this.#memory.push(Buffer.from(bytes));
      return;
    }
    for (let from = 0; from < bytes.length; ) {
      const slab = this.#slab ?? this.#open();
      const part = bytes.subarray(from, from + CHUNK_SIZE - slab.filled);
      slab.room.set(part, slab.filled);
      slab.filled += part.length;
      from += part.length;
      this.#memory[this.#memory.length - 1] = slab.room.subarray(0, slab.filled);
      if (slab.filled === CHUNK_SIZE) this.#slab = null;
    }
  }

  /** The first slab takes over the small pieces held so far, so that chunks begin where stored ones do. */
  #open(): { readonly room: Buffer; filled: number } {
    const slab = { room: Buffer.allocUnsafeSlow(CHUNK_SIZE), filled: 0 };
    const isFirst = this.#memory.every(({ length }) => length < CHUNK_SIZE);
    for (const piece of isFirst ? this.#memory.splice(0) : []) {
      slab.room.set(piece, slab.filled);
      slab.filled += piece.length;
    }
    this.#memory.push(slab.room.subarray(0, slab.filled));
    this.#slab = slab;
    return slab;
  }

  async *open(): AsyncGenerator<Uint8Array> {
    if (this.#file) yield* this.#file.read();
    yield* this.#memory;
  }

  /** Never fails: its letter may be committed, and must not be refused for a file that has no name. */
  async dispose(): Promise<void> {
    this.#forget();
    const file = this.#file;
    this.#file = null;
    await file?.close().catch(() => undefined);
  }

  async #spill(): Promise<void> {
    this.#file ??= await this.#create();
    await this.#file.append(this.#memory);
    this.#forget();
  }

  #forget(): void {
    this.#memory = [];
    this.#slab = null;
    held -= this.#inMemory;
    this.#inMemory = 0;
  }

  async #create(): Promise<SpoolFile> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const name = path.join(this.folder, `${randomUUID()}.eml`);
    const file = await SpoolFile.create(name);
    // Without a name the bytes go away with the process, however it ends.
    await removed(name);
    return file;
  }
}
