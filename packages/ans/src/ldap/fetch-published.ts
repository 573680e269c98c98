import { type FetchBytes, fetchBytes } from '../http/fetch-bytes.js';
import { fetchByLdap } from './fetch-by-ldap.js';

/** What IGC-Santé publishes: complete lists by http, delta lists by ldap. */
export const fetchPublished: FetchBytes = (request) =>
  /^ldap:/i.test(request.url) ? fetchByLdap(request) : fetchBytes(request);
