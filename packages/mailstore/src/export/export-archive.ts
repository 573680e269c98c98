import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { BalContent, ExportFormat, Folder, FolderItem } from '@cachet/mss-core';
import { Archive, ReaderGone } from './archive.js';
import { pathsOf } from './entry-names.js';
import { HeldLines } from './held-lines.js';
import { mboxEntry } from './mbox.js';

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
  const archive = new Archive();
  void writeAll(archive, content, format, progress).catch((fault: unknown) => {
    if (!(fault instanceof ReaderGone)) archive.fail(fault);
  });
  return archive.output;
}

async function writeAll(
  archive: Archive,
  content: BalContent,
  format: ExportFormat,
  progress: ExportProgress,
): Promise<void> {
  const paths = pathsOf(content.folders);
  const lines = new HeldLines();
  const writing = new Writing(content, lines, progress);
  await archive.add('manifest.json', textOf(manifestOf(content, format, paths)), content.at);
  for (const folder of content.folders) {
    const path = paths.get(folder.id) ?? folder.id;
    if (format === 'mbox')
      await archive.add(`${path}.mbox`, writing.mailbox(folder, `${path}.mbox`), content.at);
    else await writing.files(archive, folder, path);
  }
  await archive.add('messages.jsonl', await lines.read(), content.at);
  archive.end();
}

class Writing {
  #messages = 0;
  #octets = 0;

  constructor(
    private readonly content: BalContent,
    private readonly lines: HeldLines,
    private readonly progress: ExportProgress,
  ) {}

  async files(archive: Archive, folder: Folder, path: string): Promise<void> {
    for await (const item of this.content.items(folder)) {
      const file = `${path}/${String(item.uid).padStart(7, '0')}.eml`;
      const stored = await this.content.open(item.messageId);
      if (stored) await archive.add(file, this.#noted(stored.bytes, folder, item, file), item.internalDate);
    }
  }

  async *mailbox(folder: Folder, file: string): AsyncGenerator<Uint8Array> {
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
    await this.lines.add(JSON.stringify(line));
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
