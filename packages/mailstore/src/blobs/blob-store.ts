import type { ByteRange, TenantId } from '@cachet/mss-core';

/** Which blob: a message's bytes, sealed, under its id. */
export interface BlobName {
  readonly tenantId: TenantId;
  readonly id: string;
}

export interface KnownBlob extends BlobName {
  /** Octets, sealed. */
  readonly size: number;
  readonly writtenAt: Date;
}

/**
 * Where the bytes of long messages lie, beside the database. It holds nothing that it could read. Written once, never changed.
 * A store that cannot be reached says StoreUnavailable; one without room throws what the system says (`ENOSPC`).
 */
export interface BlobStore {
  /** Settled once the bytes would outlive a power cut. Until then, or when it fails, nobody sees a blob of that name. */
  write(name: BlobName, size: number, bytes: AsyncIterable<Uint8Array>): Promise<void>;
  /** @throws StoreDamaged when there is no such blob, or it is shorter. */
  read(name: BlobName, range: ByteRange): Promise<Buffer>;
  /** Octets; null when there is no such blob. */
  sizeOf(name: BlobName): Promise<number | null>;
  /** One that is absent is as good. */
  remove(name: BlobName): Promise<void>;
  /** Every blob, tenant after tenant; what was begun and never finished too, once it is old. */
  list(): AsyncIterable<KnownBlob>;
}
