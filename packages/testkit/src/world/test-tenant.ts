import { randomBytes } from 'node:crypto';
import {
  type ActContext,
  type AdministrationDesk,
  addDomain,
  type Bal,
  type BalAccess,
  type BalKind,
  createApiKey,
  createBal,
  createTenant,
  grantAccess,
  grantRole,
  type Outcome,
  type Person,
  registerPerson,
  sentence,
  type TenantContext,
  type TenantId,
  type TenantKind,
  type TenantRole,
} from '@cachet/mss-core';
import { administrationDesk, type Database } from '@cachet/schema';
import { address, fictionalId, fictionalIdNat, nextNumber } from './fictional.js';
import { fixedContext, NOON, newTenantId } from './fixed-context.js';

export interface TestTenantOptions {
  readonly id?: TenantId;
  readonly name?: string;
  readonly kind?: TenantKind;
  readonly domain?: string;
}

export interface TestBalOptions {
  /** Local part, or a whole address on a domain of the tenant. */
  readonly address?: string;
  readonly kind?: BalKind;
  readonly isTest?: boolean;
  readonly description?: string;
  readonly quotaBytes?: number;
  /** Who holds it as responsible, reading and sending. */
  readonly responsible?: Person;
}

const GIBIBYTE = 2 ** 30;

/** A tenant of a test, filled through the same use cases as a real one, as the installation itself. */
export class TestTenant {
  private constructor(
    readonly database: Database,
    readonly id: TenantId,
    readonly domain: string,
  ) {}

  /** With one domain; a group practice unless told. */
  static async create(database: Database, options: TestTenantOptions = {}): Promise<TestTenant> {
    const number = nextNumber();
    const domain = options.domain ?? `structure-${number}.mssante.fr`;
    const tenant = new TestTenant(database, options.id ?? newTenantId(), domain);
    const kind = options.kind ?? 'practice';
    const finess = kind === 'structure' ? '010000024' : null;
    await tenant.desk((desk, ctx) =>
      createTenant(ctx, desk, { name: options.name ?? `Structure fictive ${number}`, kind, finess }),
    );
    await tenant.addDomain(domain);
    return tenant;
  }

  context(change: Partial<ActContext> = {}): TenantContext {
    return fixedContext(this.id, change);
  }

  async addDomain(domain: string): Promise<void> {
    await this.desk((desk, ctx) => addDomain(ctx, desk, domain));
  }

  person(change: Partial<Omit<Person, 'id'>> = {}): Promise<Person> {
    const person = { idNat: fictionalIdNat(), familyName: 'FICTIVE', givenName: 'Camille', ...change };
    return this.desk((desk, ctx) => registerPerson(ctx, desk, fictionalId, person));
  }

  /** Registers the person here too when only another tenant knew them. */
  async role(person: Omit<Person, 'id'>, role: TenantRole): Promise<void> {
    const { idNat } = await this.person(person);
    await this.desk((desk, ctx) => grantRole(ctx, desk, fictionalId, { idNat, role }));
  }

  async bal(options: TestBalOptions = {}): Promise<Bal> {
    const id = await this.desk((desk, ctx) =>
      createBal(ctx, desk, fictionalId, {
        address: this.address(options.address ?? `bal-${nextNumber()}`),
        kind: options.kind ?? 'personal',
        isTest: options.isTest ?? false,
        description: options.description ?? '',
        quotaBytes: options.quotaBytes ?? GIBIBYTE,
      }),
    );
    if (options.responsible) await this.access(id, options.responsible);
    return this.balById(id);
  }

  /** Responsible, reading and sending, from long ago and without end, unless told otherwise. */
  access(
    balId: string,
    person: Pick<Person, 'idNat'>,
    change: Partial<Omit<BalAccess, 'balId' | 'idNat'>> = {},
  ): Promise<string> {
    const longAgo = new Date(NOON.getTime() - 365 * 86_400_000);
    const access: BalAccess = {
      role: 'responsible',
      mayRead: true,
      maySend: true,
      startsAt: longAgo,
      endsAt: null,
      ...change,
      balId,
      idNat: person.idNat,
    };
    return this.desk((desk, ctx) => grantAccess(ctx, desk, fictionalId, access));
  }

  apiKey(
    scopes: readonly string[],
    expiresAt: Date = new Date(NOON.getTime() + 300 * 86_400_000),
    networks: readonly string[] = [],
  ): Promise<{ readonly id: string; readonly key: string }> {
    const request = { name: 'Logiciel fictif', use: 'test', scopes, networks, expiresAt } as const;
    const mint = { newId: fictionalId, secret: randomBytes(32), now: NOON };
    return this.desk((desk, ctx) => createApiKey(ctx, desk, mint, request));
  }

  /** One act of administration in its own transaction. @throws Error with the refusal, if there is one. */
  desk<T>(act: (desk: AdministrationDesk, context: TenantContext) => Promise<Outcome<T>>): Promise<T> {
    return this.database.withTenant(this.context(), async (sql) => {
      const outcome = await act(administrationDesk(sql), sql.context);
      if (!outcome.ok) throw new Error(sentence(outcome.refusal, 'en'));
      return outcome.value;
    });
  }

  private address(text: string) {
    return address(text.includes('@') ? text : `${text}@${this.domain}`);
  }

  private async balById(id: string): Promise<Bal> {
    const bal = await this.database.withTenant(this.context(), (sql) =>
      administrationDesk(sql).bals.byId(id),
    );
    if (!bal) throw new Error('the BAL just created is not there');
    return bal;
  }
}
