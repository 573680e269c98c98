import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CopiedLine, CopyReading, CopySource } from '@cachet/mss-core/directory-search';
import type { TlsIdentity } from '../http/fetch-bytes.js';
import { checkedFile, dataFiles } from './checked-file.js';
import { dateOfName } from './date-of-name.js';
import { fetchFile } from './fetch-file.js';
import { readIdentities } from './identities.js';
import { readMssExtraction } from './mss-extraction.js';
import { readPublicExtraction } from './public-extraction.js';
import type { LineReader, ReadLines } from './read-lines.js';
import { unwrapArchive } from './unwrap-archive.js';
import { ZipArchive } from './zip-archive.js';

/** The three extractions of the Annuaire: the public one of each day, and those that are given to the certificate of an operator. */
export type ExtractionKind = 'public' | 'tm213a' | 'tm214a';

export interface ExtractionAccess {
  readonly kind: ExtractionKind;
  readonly url: string;
  readonly identity?: TlsIdentity;
  readonly ca?: string;
  /** Where the archive lies while it is read. */
  readonly folder: string;
}

const READERS: Readonly<Record<ExtractionKind, { readonly read: LineReader; readonly extension: RegExp }>> = {
  public: { read: readPublicExtraction, extension: /\.(txt|csv)$/i },
  tm213a: { read: readMssExtraction, extension: /\.xml$/i },
  tm214a: { read: readIdentities, extension: /\.csv$/i },
};
/** That of today has 20 MB, and a third more in base 64. */
const MOST_BYTES = 500_000_000;
const TIMEOUT_MS = 15 * 60_000;
const BATCH = 2_000;

/** One extraction of the Annuaire Santé, at its address. */
export class AnnuaireExtraction implements CopySource {
  readonly name: ExtractionKind;

  constructor(
    private readonly access: ExtractionAccess,
    private readonly wallClock: () => Date,
    private readonly limits = { maxBytes: MOST_BYTES, timeoutMs: TIMEOUT_MS },
  ) {
    this.name = access.kind;
  }

  async open(): Promise<CopyReading> {
    const { folder, kind } = this.access;
    const path = join(folder, `annuaire-${kind}.part`);
    const beside = `${path}.zip`;
    const close = async () => {
      await Promise.all([path, beside].map((each) => rm(each, { force: true })));
    };
    try {
      const fetched = await fetchFile({ ...this.access, ...this.limits, path });
      const archive = await ZipArchive.open(await unwrapArchive(path, beside));
      const { read, extension } = READERS[kind];
      const files = dataFiles(archive, extension);
      const count: ReadLines = { bad: 0 };
      const [{ name } = { name: null }] = files;
      const now = this.wallClock();
      const told = (name && dateOfName(name)) || fetched.lastModified || now;
      return {
        file: { fileName: name, asOf: told < now ? told : now, sha256: fetched.sha256 },
        badLines: () => count.bad,
        close,
        async *batches() {
          for (const file of files) yield* inBatches(read(checkedFile(archive, file), count));
        },
      };
    } catch (fault) {
      await close();
      throw fault;
    }
  }
}

async function* inBatches(
  lines: AsyncIterable<readonly CopiedLine[]>,
): AsyncGenerator<readonly CopiedLine[]> {
  let batch: CopiedLine[] = [];
  for await (const some of lines) {
    batch.push(...some);
    while (batch.length >= BATCH) {
      yield batch.slice(0, BATCH);
      batch = batch.slice(BATCH);
    }
  }
  if (batch.length > 0) yield batch;
}
