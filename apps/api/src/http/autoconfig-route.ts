import { autoconfigXml } from '@cachet/mss-core';
import { PgRouting } from '@cachet/schema';
import type { RequestHandler } from 'express';
import type { Container } from '../container.js';

/** Where mail programs look: `https://autoconfig.<domain>/mail/…`, then `https://<domain>/.well-known/autoconfig/mail/…`. */
export const AUTOCONFIG_PATHS = [
  '/mail/config-v1.1.xml',
  '/.well-known/autoconfig/mail/config-v1.1.xml',
] as const;

/**
 * The mail settings of a domain we serve, to whoever asks: they are those of its DNS. Whether an address exists changes nothing of
 * the answer.
 */
export function autoconfigRoute({
  database,
  publicly,
}: Pick<Container, 'database' | 'publicly'>): RequestHandler {
  const routing = new PgRouting(database);
  return async (request, response) => {
    const { emailaddress } = request.query;
    const domain = domainAsked(typeof emailaddress === 'string' ? emailaddress : null, request.hostname);
    if (domain === null || !(await routing.isOurDomain(domain))) {
      response.status(404).type('text/plain').send('Domaine inconnu ici. / Domain not known here.\n');
      return;
    }
    response
      .set('cache-control', 'public, max-age=3600')
      .type('application/xml')
      .send(autoconfigXml(domain, publicly.operatorName, publicly.doors));
  };
}

const LONGEST_NAME = 253;

/** The domain of the address told, or else that of the host asked; null when neither is one. */
export function domainAsked(address: string | null, host: string | undefined): string | null {
  const told = address?.slice(address.lastIndexOf('@') + 1) || host?.replace(/^autoconfig\./i, '') || '';
  const domain = told.toLowerCase();
  return domain.length <= LONGEST_NAME && /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain) ? domain : null;
}
