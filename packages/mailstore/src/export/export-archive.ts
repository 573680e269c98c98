import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { BalContent, ExportFormat, Folder, FolderItem } from '@cachet/mss-core';
import { pathsOf } from './entry-names.js';
import { HeldBytes } from './held-bytes.js';
import { mboxEntry } from './mbox.js';
import { zipArchive } from './zip-archive.js';
import type { ZipFile } from './zip-file.js';

/** One line of `messages.jsonl`: where a message lay, and what it bore there. */
interface ManifestLine {
  readonly file: string;
  readonly folder: string;
  readonly uid: number;
  readonly flags: readonly string[];
  readonly internalDate: string;
  readonly savedAt: string;
  /** Octets and hex SHA-256 of the message as it is kept. */
  readonly size: number;
  readonly sha256: string;
}

/** Hears of each message once it was read. */
export type ExportProgress = (messages: number, octets: number) => void;

/**
 * The content of a BAL as one ZIP archive, made while it is read: `manifest.json` (the BAL and its folders), the messages, and
 * `messages.jsonl`, which ends with the last of them. Messages removed meanwhile are left out. Fails rather than end early: an archive
 * that opens is whole.
 */
export function exportArchive(
  content: BalContent,
  format: ExportFormat,
  progress: ExportProgress = () => undefined,
): Readable {
  const files = new Writing(content, format, progress).files();
  return Readable.from(zipArchive(files), { objectMode: false });
}

class Writing {
  #messages = 0;
  #octets = 0;
  readonly #lines = new HeldBytes();

  constructor(
    private readonly content: BalContent,
    private readonly format: ExportFormat,
    private readonly progress: ExportProgress,
  ) {}

  async *files(): AsyncGenerator<ZipFile> {
    const { folders, at } = this.content;
    const paths = pathsOf(folders);
    yield { path: 'manifest.json', bytes: textOf(manifestOf(this.content, this.format, paths)), at };
    for (const folder of folders) {
      const path = paths.get(folder.id) ?? folder.id;
      if (this.format === 'mbox') yield this.#mailboxFile(folder, `${path}.mbox`);
      else yield* this.#messageFiles(folder, path);
    }
    yield { path: 'messages.jsonl', bytes: this.#lines.read(), at };
  }

  async *#messageFiles(folder: Folder, path: string): AsyncGenerator<ZipFile> {
    for await (const item of this.content.items(folder)) {
      const file = `${path}/${String(item.uid).padStart(7, '0')}.eml`;
      const stored = await this.content.open(item.messageId);
      if (stored)
        yield { path: file, bytes: this.#noted(stored.bytes, folder, item, file), at: item.internalDate };
    }
  }

  #mailboxFile(folder: Folder, path: string): ZipFile {
    // Each line may be quoted, and each message has two of its own.
    const atMost = folder.size * 2 + folder.messages * 100;
    return { path, bytes: this.#mailbox(folder, path), at: this.content.at, atMost };
  }

  async *#mailbox(folder: Folder, file: string): AsyncGenerator<Uint8Array> {
    for await (const item of this.content.items(folder)) {
      const stored = await this.content.open(item.messageId);
      if (stored) yield* mboxEntry(this.#noted(stored.bytes, folder, item, file), item.internalDate);
    }
  }

  async *#noted(
    bytes: AsyncIterable<Uint8Array>,
    { name }: Folder,
    { uid, flags, internalDate, savedAt, size }: FolderItem,
    file: string,
  ): AsyncGenerator<Uint8Array> {
    const hash = createHash('sha256');
    for await (const piece of bytes) {
      hash.update(piece);
      yield piece;
    }
    const line: ManifestLine = {
      ...{ file, folder: name, uid, flags, size, sha256: hash.digest('hex') },
      internalDate: internalDate.toISOString(),
      savedAt: savedAt.toISOString(),
    };
    await this.#lines.add(`${JSON.stringify(line)}\n`);
    this.#messages += 1;
    this.#octets += size;
    this.progress(this.#messages, this.#octets);
  }
}

function manifestOf(
  { address, at, folders }: BalContent,
  format: ExportFormat,
  paths: ReadonlyMap<string, string>,
) {
  const told = folders.map(({ id, name, specialUse, uidValidity, subscribed, messages, size }) => ({
    ...{ name, specialUse, uidValidity, subscribed, messages, size },
    path: format === 'mbox' ? `${paths.get(id)}.mbox` : paths.get(id),
  }));
  return `${JSON.stringify({ bal: address, exportedAt: at.toISOString(), format, folders: told }, null, 2)}\n`;
}

async function* textOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text, 'utf8');
}
