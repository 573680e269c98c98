import { Buffer } from 'node:buffer';
import type { StoredBytes } from '@cachet/mss-core';

const RETURN_PATH = /^Return-Path:[^\r\n]*\r\n/i;
/** An address has 254 characters at most. */
const LONGEST = 512;

/** The letter without the Return-Path it got when it was filed here: who receives it last writes its own (RFC 5321 §4.4). */
export async function withoutReturnPath({ size, bytes }: StoredBytes): Promise<StoredBytes> {
  const source = bytes[Symbol.asyncIterator]();
  const first = await source.next();
  if (first.done) return { size, bytes: nothing() };
  const top = Buffer.from(first.value).toString('latin1', 0, LONGEST);
  const cut = RETURN_PATH.exec(top)?.[0].length ?? 0;
  return { size: size - cut, bytes: joined(first.value.subarray(cut), source) };
}

async function* joined(first: Uint8Array, source: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
