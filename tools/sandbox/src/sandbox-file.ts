import { renameSync, writeFileSync } from 'node:fs';
import type { Ports } from './ports.js';
import type { TrustSpaceFacts } from './trust-space-facts.js';
import {
  annuaireType,
  fullName,
  OPERATOR_TENANT,
  TENANTS,
  type WorldHolder,
  type WorldTenant,
} from './world.js';

export interface SandboxState {
  readonly ports: Ports;
  readonly facts: TrustSpaceFacts;
  readonly databaseUrl: string;
  readonly apiKeys: ReadonlyMap<string, string>;
  readonly processes: Readonly<Record<string, number>>;
}

/** Writes var/sandbox.json whole or not at all, as the sandbox contract describes it. */
export function writeSandboxFile(path: string, state: SandboxState): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(contents(state), null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

function contents({ ports, facts, databaseUrl, apiKeys, processes }: SandboxState): Record<string, unknown> {
  const at = (port: number) => ({ host: '127.0.0.1', port });
  return {
    ready: true,
    processes,
    web: `http://localhost:${ports.web}`,
    graphql: { http: `http://localhost:${ports.api}/graphql`, ws: `ws://localhost:${ports.api}/graphql` },
    metrics: {
      api: `http://localhost:${ports.api}/metrics`,
      mailedge: `http://localhost:${ports.mailedgeHealth}/metrics`,
    },
    readyz: {
      api: `http://localhost:${ports.api}/readyz`,
      jobs: `http://localhost:${ports.jobsHealth}/readyz`,
      mailedge: `http://localhost:${ports.mailedgeHealth}/readyz`,
      web: `http://localhost:${ports.web}/readyz`,
    },
    databaseUrl,
    smtp: {
      mx: at(ports.mx),
      submission: { psc: at(ports.submissionPsc), authcli: at(ports.submissionAuthcli) },
    },
    imap: { psc: at(ports.imapPsc), authcli: at(ports.imapAuthcli) },
    ...facts.sandbox,
    tenants: TENANTS.map((tenant) => tenantEntry(tenant, apiKeys)),
    operator: {
      id: OPERATOR_TENANT.id,
      admins: OPERATOR_TENANT.managers.map(({ rpps }) => ({ rpps })),
      auditors: OPERATOR_TENANT.auditors.map(({ rpps }) => ({ rpps })),
      apiKey: apiKeys.get(OPERATOR_TENANT.id),
    },
  };
}

function tenantEntry(tenant: WorldTenant, apiKeys: ReadonlyMap<string, string>): Record<string, unknown> {
  return {
    id: tenant.id,
    name: tenant.name,
    finess: tenant.finess,
    domains: tenant.domains,
    managers: tenant.managers.map((p) => ({ rpps: p.rpps, name: fullName(p) })),
    localManagers: tenant.localManagers.map((p) => ({
      email: p.email,
      name: `${p.givenName} ${p.familyName}`,
      role: p.role,
    })),
    mailboxes: tenant.bals.map((bal) => ({
      address: bal.address,
      type: annuaireType(tenant, bal),
      test: bal.isTest,
      holders: bal.holders.map(holderEntry),
    })),
    apiKey: apiKeys.get(tenant.id),
  };
}

const ROLE: Record<WorldHolder['role'], string> = {
  responsible: 'responsable',
  coholder: 'cotitulaire',
  delegate: 'delegue',
};

function holderEntry(holder: WorldHolder): Record<string, unknown> {
  return {
    rpps: holder.person.rpps,
    name: fullName(holder.person),
    role: ROLE[holder.role],
    mayRead: holder.mayRead,
    maySend: holder.maySend,
  };
}
