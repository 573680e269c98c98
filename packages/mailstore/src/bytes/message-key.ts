import { Buffer } from 'node:buffer';
import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { MessageStructure } from '@cachet/mss-core';
import { KEY_BYTES } from '../keys/master-key.js';
import { openRecord, sealRecord, TAG_BYTES } from '../keys/sealed-record.js';
import type { TenantKeys } from '../keys/tenant-keys.js';
import { StoreDamaged } from '../store-faults.js';
import { BLOB_SEGMENT, ROW_SIZE } from './chunks.js';
import { openSegments, type Sealing, sealSegments } from './segments.js';

/** What a row of mail_message holds of its key; null in the former form. */
export interface KeyColumns {
  readonly key_version: number | null;
  readonly sealed_key: Uint8Array | null;
}

/** A structure as it was opened, and the octets of its text: what it weighs in memory is a few times that. */
export interface OpenedStructure {
  readonly structure: MessageStructure;
  readonly octets: number;
}

/** Structures longer than this are deflated first; shorter ones would gain little for the time. */
const WORTH_DEFLATING = 4_096;
const PLAIN = 0;
const DEFLATED = 1;

/** The key of one message. Drawn for it, wrapped in its row by the tenant's data key; gone with the row. */
export class MessageKey {
  private constructor(
    readonly key: KeyObject,
    /** Of which tenant and message. */
    readonly about: string,
  ) {}

  /** A key for a message about to be kept, and how its row holds it. */
  static fresh(
    keys: TenantKeys,
    messageId: string,
  ): { readonly messageKey: MessageKey; readonly keyVersion: number; readonly sealedKey: Buffer } {
    const bytes = randomBytes(KEY_BYTES);
    const about = aboutOf(keys, messageId);
    const sealedKey = sealRecord(keys.dataKey(keys.version), about, bytes);
    return {
      messageKey: new MessageKey(createSecretKey(bytes), about),
      keyVersion: keys.version,
      sealedKey,
    };
  }

  /** Null in the former form. @throws StoreDamaged */
  static of(
    keys: TenantKeys,
    messageId: string,
    { key_version: version, sealed_key: sealed }: KeyColumns,
  ): MessageKey | null {
    if (version === null || sealed === null) return null;
    const about = aboutOf(keys, messageId);
    return new MessageKey(createSecretKey(openRecord(keys.dataKey(version), about, sealed)), about);
  }

  /** The same key, wrapped by the tenant's present data key. */
  rewrapped(keys: TenantKeys): { readonly keyVersion: number; readonly sealedKey: Buffer } {
    return {
      keyVersion: keys.version,
      sealedKey: sealRecord(keys.dataKey(keys.version), this.about, this.key.export()),
    };
  }

  private sealing(use: Sealing['use'], segment: number, size: number): Sealing {
    return { key: this.key, about: this.about, use, segment, size };
  }

  /** How its bytes are sealed, in rows or beside the database. */
  bytesSealing(isBeside: boolean, size: number): Sealing {
    return isBeside ? this.sealing('blob', BLOB_SEGMENT, size) : this.sealing('rows', ROW_SIZE, size);
  }

  sealStructure(structure: MessageStructure): Buffer {
    const json = Buffer.from(JSON.stringify(structure));
    const isLong = json.length > WORTH_DEFLATING;
    const form = Buffer.of(isLong ? DEFLATED : PLAIN);
    const bytes = Buffer.concat([form, isLong ? deflateRawSync(json, { level: 1 }) : json]);
    return sealSegments(this.sealing('structure', bytes.length, bytes.length), 0, bytes);
  }

  /** @throws StoreDamaged */
  openStructure(sealed: Uint8Array): OpenedStructure {
    const size = sealed.length - TAG_BYTES;
    if (size < 1) throw new StoreDamaged(`${this.about}: its structure is cut`);
    const bytes = openSegments(this.sealing('structure', size, size), 0, sealed);
    const json = bytes[0] === DEFLATED ? inflateRawSync(bytes.subarray(1)) : bytes.subarray(1);
    return { structure: JSON.parse(json.toString()), octets: json.length };
  }
}

/**
 * By what a tenant tells the same content again: known to nobody without the tenant's key, so that the database shows neither whether
 * two tenants hold one document, nor whether a known one is here. `sha256` in hex.
 */
export function contentIdOf(keys: TenantKeys, sha256: string): Buffer {
  return createHmac('sha256', keys.purposeKey('content')).update(sha256, 'hex').digest();
}

function aboutOf({ tenantId }: TenantKeys, messageId: string): string {
  return `tenant ${tenantId}, message ${messageId}`;
}
