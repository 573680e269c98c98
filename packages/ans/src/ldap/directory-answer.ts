import { type ByteAnswer, FetchFailure } from '../http/fetch-bytes.js';
import { entryIn, LdapMessages, resultCode } from './ldap-messages.js';

const SEARCH_ENTRY = 0x64;
const SEARCH_DONE = 0x65;
const SUCCESS = 0;
const NO_SUCH_OBJECT = 32;

/**
 * Reads what a directory answers to a search for one attribute of one entry: the attribute's first value, as HTTP would answer, 404 when
 * there is none. @throws FetchFailure when the directory refuses, leaves, says more than `maxBytes` or does not speak LDAP.
 */
export async function directoryAnswer(bytes: AsyncIterable<Buffer>, maxBytes: number): Promise<ByteAnswer> {
  const messages = new LdapMessages(maxBytes);
  let found: Uint8Array | null = null;
  for await (const chunk of bytes) {
    for (const { operation } of messages.take(chunk)) {
      if (operation.tag === SEARCH_ENTRY)
        found ??= [...entryIn(operation).attributes.values()].flat()[0] ?? null;
      if (operation.tag === SEARCH_DONE) return answerOf(resultCode(operation), found);
    }
  }
  throw new FetchFailure('the directory left without an answer');
}

function answerOf(code: number, found: Uint8Array | null): ByteAnswer {
  if (code !== SUCCESS && code !== NO_SUCH_OBJECT) throw new FetchFailure(`the directory refused (${code})`);
  const body = Buffer.from(code === SUCCESS && found ? found : []);
  return { status: body.length > 0 ? 200 : 404, headers: {}, body };
}
