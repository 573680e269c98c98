import { connect } from 'node:net';
import { PresenceFilter, SearchRequest } from 'ldapts';
import { type ByteAnswer, type ByteRequest, FetchFailure } from '../http/fetch-bytes.js';
import { directoryAnswer } from './directory-answer.js';
import { type LdapTarget, parseLdapUrl } from './ldap-url.js';

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
    socket.write(baseSearch(target));
    return await directoryAnswer(socket, Math.min(maxBytes, MOST_BYTES));
  } catch (error) {
    if (error instanceof FetchFailure) throw error;
    throw new FetchFailure(error instanceof Error ? error.message : 'exchange failed', { cause: error });
  } finally {
    clearTimeout(deadline);
    socket.destroy();
  }
}

/** RFC 4511 §4.5.1: that entry, whatever it is, and of its attributes the one. */
function baseSearch({ dn, attribute }: LdapTarget): Uint8Array {
  const filter = new PresenceFilter({ attribute: 'objectClass' });
  const limits = { sizeLimit: 1, timeLimit: 20 };
  return new SearchRequest({
    ...{ messageId: 1, baseDN: dn, scope: 'base', filter, attributes: [attribute], ...limits },
  }).write();
}
