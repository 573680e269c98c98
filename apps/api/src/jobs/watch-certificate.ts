import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { certificateExpiryEvent } from '@cachet/mss-core';
import type { Clock } from '@cachet/runtime';
import { type Database, PgCompliance, PgRouting } from '@cachet/schema';
import { isPast, type Job } from './job.js';

const DAY_MS = 86_400_000;

/** Looks daily at the connector's own certificate and raises its coming end with the operator, once at each threshold. Certificates age by the wall clock. */
export function watchCertificateJob(database: Database, certificateFile: string, wallClock: Clock): Job {
  const routing = new PgRouting(database);
  return {
    name: 'certificate.watch',
    isDue: async (last, now) => isPast(last, DAY_MS, now) && (await routing.operatorTenant()) !== null,
    run: async (act) => {
      const tenantId = await routing.operatorTenant();
      if (!tenantId) return 'noOperator';
      const { validToDate } = new X509Certificate(await readFile(certificateFile));
      await database.withTenant({ ...act, tenantId }, async (sql) => {
        const compliance = new PgCompliance(sql);
        const last = await compliance.lastOf('certificate.expiresSoon');
        const event = certificateExpiryEvent(validToDate, wallClock(), last);
        if (event) await compliance.raise([event]);
      });
      return 'ok';
    },
  };
}
