import { connect } from 'node:net';
import { type ByteAnswer, type ByteRequest, FetchFailure } from '../http/fetch-bytes.js';
import { baseSearch } from './base-search.js';
import { directoryAnswer } from './directory-answer.js';
import { parseLdapUrl } from './ldap-url.js';

/** A delta list holds what was revoked since yesterday. */
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * The value of one attribute of one entry of a public directory, named by an `ldap:` address (RFC 4516): how IGC-Santé publishes its
 * delta revocation lists. Asked without signing in. Answers as HTTP would: 404 when the entry or the attribute is not there.
 * @throws FetchFailure only.
 */
export async function fetchByLdap({ url, maxBytes, timeoutMs }: ByteRequest): Promise<ByteAnswer> {
  const target = parseLdapUrl(url);
  if (!target) throw new FetchFailure('not the address of an attribute in a directory');
  const socket = connect(target.port, target.host);
  const deadline = setTimeout(
    () => socket.destroy(new FetchFailure(`no answer within ${timeoutMs} ms`)),
    timeoutMs,
  );
  try {
    socket.write(baseSearch(target.dn, target.attribute));
    return await directoryAnswer(socket, Math.min(maxBytes, MOST_BYTES));
  } catch (error) {
    if (error instanceof FetchFailure) throw error;
    throw new FetchFailure(error instanceof Error ? error.message : 'exchange failed', { cause: error });
  } finally {
    clearTimeout(deadline);
    socket.destroy();
  }
}
