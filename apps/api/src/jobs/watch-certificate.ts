import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dnOfCertificate } from '@cachet/ans';
import { certificateExpiryEvent, formatDn, runEvery } from '@cachet/mss-core';
import { type Database, PgRouting, withOperator } from '@cachet/schema';
import type { Job } from './job.js';

const DAY_MS = 86_400_000;

/**
 * Looks daily at the connector's own certificate and raises its coming end with the operator, once at each threshold. Its renewal is
 * planned by the business clock; no other structure can renew it, so none is told.
 */
// EX_SSI_5085: the certificates exposed in the liste blanche are renewed before they end.
export function watchCertificateJob(database: Database, certificateFile: string): Job {
  const routing = new PgRouting(database);
  return {
    name: 'certificate.watch',
    nextAt: runEvery(DAY_MS),
    hasWork: async () => (await routing.operatorTenant()) !== null,
    run: async (act) => {
      const { validToDate, raw } = new X509Certificate(await readFile(certificateFile));
      const dn = formatDn(dnOfCertificate(raw) ?? []);
      const told = await withOperator(database, act, async (compliance) => {
        const last = await compliance.lastOf('certificate.expiresSoon');
        const event = certificateExpiryEvent(validToDate, act.at, last);
        if (event) await compliance.raise([{ ...event, facts: { ...event.facts, certificate: dn } }]);
        return 'ok';
      });
      return told ?? 'noOperator';
    },
  };
}
