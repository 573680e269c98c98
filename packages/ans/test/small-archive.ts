import { crc32, deflateRawSync } from 'node:zlib';

export interface ArchivedFile {
  readonly name: string;
  readonly bytes: Buffer;
  /** Announced in the place of what is true. */
  readonly lies?: { readonly size?: number; readonly crc?: number; readonly flags?: number };
}

/** A zip as the Annuaire makes it: deflated files, then the directory. */
export function archiveOf(files: readonly ArchivedFile[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, bytes, lies } of files) {
    const packed = deflateRawSync(bytes);
    const title = Buffer.from(name);
    const sums = [lies?.crc ?? crc32(bytes), packed.length, lies?.size ?? bytes.length];
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(lies?.flags ?? 0, 2);
    common.writeUInt16LE(8, 4);
    for (const [index, sum] of sums.entries()) common.writeUInt32LE(sum, 10 + 4 * index);
    common.writeUInt16LE(title.length, 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), common, title, packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000'), common, place, title]));
    parts.push(local);
    at += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, central, Buffer.from('PK\u0005\u0006'), end]);
}
