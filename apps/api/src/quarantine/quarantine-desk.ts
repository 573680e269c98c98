import {
  destroyQuarantined,
  done,
  type MalwareNature,
  type MalwarePolicy,
  mayKeepQuarantine,
  type Outcome,
  parseUuid,
  type QuarantineKeeper,
  refused,
  setMalwarePolicy,
  type TenantId,
} from '@cachet/mss-core';
import { type KnownQuarantinedLetter, PgJournal, PgMalware, type TenantSql } from '@cachet/schema';
import type { Container } from '../container.js';
import { connectionOf, momentOf, readPage } from '../reads/page.js';
import { spoken } from '../reads/spoken.js';
import type { StructureReads } from '../reads/structure-reads.js';
import type { TenantsOfCaller } from '../reads/tenants-of-caller.js';
import { DeliveryDirectionName } from '../types/enums.js';
import type { PageArguments } from '../types/page.js';
import {
  EncryptedTreatmentName,
  InfectedTreatmentName,
  MalwareNatureName,
  type MalwarePolicyType,
  type QuarantinedMessageConnection,
  type QuarantinedMessageType,
} from '../types/quarantine.js';

/** The quarantine of a structure, as its managers see it. Nothing here can reach the content of a message. */
export class QuarantineDesk {
  constructor(
    private readonly container: Container,
    private readonly tenants: TenantsOfCaller,
    private readonly structures: StructureReads,
  ) {}

  async page(structureId: string, page: PageArguments): Promise<QuarantinedMessageConnection> {
    const request = spoken(readPage(page));
    const tenantId = spoken(await this.structures.allowed(structureId, 'quarantine'));
    const found = await this.#in(tenantId, (sql) => new PgMalware(sql).page(request));
    return connectionOf(found, showQuarantined, (letter) => momentOf(letter.at, letter.id));
  }

  async policy(structureId: string): Promise<MalwarePolicyType> {
    const tenantId = spoken(await this.structures.allowed(structureId, 'quarantine'));
    return showPolicy(await this.#in(tenantId, (sql) => new PgMalware(sql).policy()));
  }

  /** Whether the caller may destroy what is kept and change the policy. */
  async mayManage(structureId: string): Promise<boolean> {
    const allowed = await this.structures.allowed(structureId, 'summary');
    return allowed.ok && mayKeepQuarantine(await this.#keeper(allowed.value)).ok;
  }

  /** Refuses notFound, forbidden. */
  async destroy(structureId: string, letterId: string): Promise<Outcome<QuarantinedMessageType>> {
    const allowed = await this.structures.allowed(structureId, 'summary');
    if (!allowed.ok) return allowed;
    const id = parseUuid(letterId);
    const keeper = await this.#keeper(allowed.value);
    return this.#in(allowed.value, async (sql) => {
      const malware = new PgMalware(sql);
      const desk = { malware, journal: new PgJournal(sql) };
      const destroyed = await destroyQuarantined(desk, keeper, id);
      if (!destroyed.ok) return destroyed;
      const letter = await malware.byId(destroyed.value);
      return letter ? done(showQuarantined(letter)) : refused('notFound');
    });
  }

  /** Refuses notFound, forbidden. */
  async setPolicy(structureId: string, policy: MalwarePolicy): Promise<Outcome<MalwarePolicyType>> {
    const allowed = await this.structures.allowed(structureId, 'summary');
    if (!allowed.ok) return allowed;
    const keeper = await this.#keeper(allowed.value);
    return this.#in(allowed.value, async (sql) => {
      const desk = { malware: new PgMalware(sql), journal: new PgJournal(sql) };
      const set = await setMalwarePolicy(desk, keeper, policy);
      return set.ok ? done(showPolicy(policy)) : set;
    });
  }

  async #keeper(tenantId: TenantId): Promise<QuarantineKeeper> {
    const { caller } = this.tenants;
    return caller.kind === 'partner'
      ? { kind: 'partner' }
      : { kind: 'person', roles: await this.structures.roles(tenantId) };
  }

  #in<T>(tenantId: TenantId, work: (sql: TenantSql) => Promise<T>): Promise<T> {
    return this.container.database.withTenant(this.tenants.contextOf(tenantId), work);
  }
}

const NATURES: Record<MalwareNature, MalwareNatureName> = {
  malware: MalwareNatureName.MALWARE,
  encrypted: MalwareNatureName.ENCRYPTED,
  tooDeep: MalwareNatureName.TOO_DEEP,
};
const INFECTED: Record<MalwarePolicy['infected'], InfectedTreatmentName> = {
  refuse: InfectedTreatmentName.REFUSE,
  strip: InfectedTreatmentName.STRIP,
};
const ENCRYPTED: Record<MalwarePolicy['encrypted'], EncryptedTreatmentName> = {
  refuse: EncryptedTreatmentName.REFUSE,
  accept: EncryptedTreatmentName.ACCEPT,
};

function showPolicy({ infected, encrypted }: MalwarePolicy): MalwarePolicyType {
  return { infected: INFECTED[infected], encrypted: ENCRYPTED[encrypted] };
}

function showQuarantined(letter: KnownQuarantinedLetter): QuarantinedMessageType {
  const { id, at, sender, recipients, signature, size, isKept, expiresAt } = letter;
  return {
    ...{ id, at, sender, recipients, signature, size, isKept, expiresAt },
    direction:
      letter.direction === 'inbound' ? DeliveryDirectionName.INBOUND : DeliveryDirectionName.OUTBOUND,
    nature: NATURES[letter.nature],
    treatment: INFECTED[letter.treatment],
  };
}
