import type { BlobStore } from './blob-store.js';
import { FolderBlobs } from './folder-blobs.js';
import { NO_BLOBS } from './no-blobs.js';
import { S3Blobs } from './s3-blobs.js';

/** Where the bytes of long messages go, as a process is configured. */
export interface BlobSettings {
  /** Null: they stay in the database. A configuration without S3 tells a folder; only tests tell nothing. */
  readonly CACHET_BLOB_DIR?: string | null | undefined;
  readonly CACHET_BLOB_S3_URL?: string | undefined;
  readonly CACHET_BLOB_S3_REGION?: string | undefined;
  readonly CACHET_BLOB_S3_KEY_ID?: string | undefined;
  readonly CACHET_BLOB_S3_SECRET?: string | undefined;
  /** Octets. */
  readonly CACHET_BLOB_FROM_BYTES?: number | undefined;
}

export interface OpenBlobs {
  readonly blobs: BlobStore;
  readonly besideFrom: number;
}

/** A letter of an ordinary kind, with a page or two, stays in its rows and in one trip. */
const BESIDE_FROM = 256 * 1024;

/** @throws Error with a sentence for the administrator when two places are told, or half of one. */
export function openBlobs(settings: BlobSettings): OpenBlobs {
  const { CACHET_BLOB_DIR: folder, CACHET_BLOB_S3_URL: url } = settings;
  const besideFrom = settings.CACHET_BLOB_FROM_BYTES ?? BESIDE_FROM;
  if (folder !== undefined && url) throw new Error(ONE_PLACE);
  if (folder) return { blobs: new FolderBlobs(folder), besideFrom };
  if (!url) return { blobs: NO_BLOBS, besideFrom: Number.POSITIVE_INFINITY };
  const { CACHET_BLOB_S3_KEY_ID: accessKeyId, CACHET_BLOB_S3_SECRET: secretAccessKey } = settings;
  if (!accessKeyId || !secretAccessKey) throw new Error(S3_WHOLE);
  const region = settings.CACHET_BLOB_S3_REGION ?? 'us-east-1';
  return { blobs: new S3Blobs({ url, region, accessKeyId, secretAccessKey }), besideFrom };
}

const ONE_PLACE =
  'CACHET_BLOB_DIR (un dossier ou off) ou CACHET_BLOB_S3_URL, mais pas les deux / CACHET_BLOB_DIR (a folder or off) or CACHET_BLOB_S3_URL, not both';
const S3_WHOLE =
  'CACHET_BLOB_S3_KEY_ID et CACHET_BLOB_S3_SECRET sont attendues avec CACHET_BLOB_S3_URL / CACHET_BLOB_S3_KEY_ID and CACHET_BLOB_S3_SECRET are expected with CACHET_BLOB_S3_URL';
