/** One attribute of one entry of a directory. */
export interface LdapTarget {
  readonly host: string;
  readonly port: number;
  readonly dn: string;
  readonly attribute: string;
}

const PORT = 389;
const LONGEST_DN = 2048;

/** Reads `ldap://host/dn?attribute?base…` (RFC 4516). Null when it names no host, no entry, or not one attribute. */
export function parseLdapUrl(text: string): LdapTarget | null {
  if (!/^ldap:\/\//i.test(text) || !URL.canParse(text)) return null;
  const { hostname, port, pathname, search } = new URL(text);
  const [attribute, scope = ''] = search.slice(1).split('?').map(decoded);
  const dn = decoded(pathname.slice(1));
  if (!hostname || !dn || dn.length > LONGEST_DN || !attribute || !/^[A-Za-z][\w;-]{0,80}$/.test(attribute)) {
    return null;
  }
  if (scope !== '' && scope?.toLowerCase() !== 'base') return null;
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port ? Number(port) : PORT, dn, attribute };
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
