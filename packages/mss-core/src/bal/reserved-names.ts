/** EX_GBM_4020: the BAL that answers by itself, one for each domain; opened with the domain and by nobody else. */
export const AUTOMATIC_REPLY_NAME = 'reponse.automatique-test';

/** RFC 2142, and what mail servers write as: addresses by which people reach whoever runs the service. */
const ROLES: ReadonlySet<string> = new Set([
  'abuse',
  'admin',
  'administrator',
  'hostmaster',
  'mailer-daemon',
  'no-reply',
  'noc',
  'noreply',
  'nobody',
  'postmaster',
  'root',
  'security',
  'support',
  'webmaster',
]);

/** Whether a structure may not have that local part for a BAL of its own. The operator answers by the names of RFC 2142. */
export function isReservedName(localPart: string, isOperator: boolean): boolean {
  const name = localPart.toLowerCase().replace(/\+.*$/, '');
  return name === AUTOMATIC_REPLY_NAME || (ROLES.has(name) && !isOperator);
}
