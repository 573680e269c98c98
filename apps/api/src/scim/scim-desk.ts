import { PgHolderNotices } from '@cachet/mailstore';
import {
  type ActContext,
  addGroup,
  changeGroup,
  changeUser,
  type GroupWithMembers,
  identityOfUser,
  keepsIdentity,
  mayProvision,
  type Outcome,
  type ProvisionedUser,
  type ProvisioningDesk,
  provisionUser,
  refused,
  removeGroup,
  removeUser,
  type TenantContext,
  type TenantId,
} from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import {
  administrationDesk,
  balDesk,
  type GroupQuery,
  PgProvisionedGroups,
  PgProvisionedUsers,
  type TenantSql,
  type UserQuery,
  type Window,
  type Windowed,
} from '@cachet/schema';
import type { Container } from '../container.js';
import type { SaidGroup } from './group-attributes.js';
import { MSSANTE_USER } from './schema-urns.js';
import { faultOf, wrongValue } from './scim-fault.js';
import type { SaidUser } from './user-attributes.js';

/** The versions of a resource that a change may begin from; null for whichever. */
type Versions = readonly string[] | null;

interface Desk extends ProvisioningDesk {
  readonly users: PgProvisionedUsers;
  readonly groups: PgProvisionedGroups;
}

/** The people and groups of one structure, for the directory that keeps them. Every « no » is thrown as a ScimFault. */
export class ScimDesk {
  constructor(
    private readonly container: Pick<Container, 'database' | 'safe' | 'balPolicy'>,
    private readonly act: ActContext,
    private readonly tenantId: TenantId,
  ) {}

  users(query: UserQuery, window: Window): Promise<Windowed<ProvisionedUser>> {
    return this.#see(({ users }) => users.list(query, window));
  }

  user(id: string): Promise<ProvisionedUser> {
    return this.#see(async ({ users }) => found(await users.byId(id)));
  }

  addUser(said: SaidUser): Promise<ProvisionedUser> {
    const idNat = identityOfUser(said);
    if (idNat === null) throw wrongValue(`${MSSANTE_USER}:idNat`);
    return this.#do((desk, context) => provisionUser(context, desk, { ...said, idNat }));
  }

  changeUser(
    id: string,
    versions: Versions,
    to: (user: ProvisionedUser) => SaidUser,
  ): Promise<ProvisionedUser> {
    const checked = (user: ProvisionedUser): Outcome<SaidUser> => {
      const said = to(user);
      const kept = keepsIdentity(user.idNat, said);
      return kept.ok ? { ok: true, value: said } : kept;
    };
    return this.#do((desk, context) => changeUser(context, desk, { id, versions, to: checked }));
  }

  removeUser(id: string, versions: Versions): Promise<void> {
    return this.#do((desk, context) => removeUser(context, desk, id, versions));
  }

  /** Without their members unless wanted. */
  groups(query: GroupQuery, withMembers: boolean): Promise<readonly GroupWithMembers[]> {
    return this.#see(async ({ groups }) => {
      const all = await groups.list(query);
      const members = withMembers ? await groups.membersOf(all.map(({ id }) => id)) : new Map();
      return all.map((group) => ({ group, members: members.get(group.id) ?? [] }));
    });
  }

  async group(id: string): Promise<GroupWithMembers> {
    const [group] = await this.groups({ id }, true);
    return found(group ?? null);
  }

  addGroup(said: SaidGroup): Promise<GroupWithMembers> {
    return this.#do((desk, context) => addGroup(context, desk, said));
  }

  changeGroup(
    id: string,
    versions: Versions,
    to: (now: GroupWithMembers) => SaidGroup,
  ): Promise<GroupWithMembers> {
    const checked = (now: GroupWithMembers): Outcome<SaidGroup> => {
      const said = to(now);
      return said.role === null || said.role === now.group.role
        ? { ok: true, value: said }
        : refused('identityFixed', { field: 'role' });
    };
    return this.#do((desk, context) => changeGroup(context, desk, { id, versions, to: checked }));
  }

  removeGroup(id: string, versions: Versions): Promise<void> {
    return this.#do((desk, context) => removeGroup(context, desk, id, versions));
  }

  #see<T>(read: (desk: Desk) => Promise<T>): Promise<T> {
    return this.#in(async (desk, context) => {
      granted(await mayProvision(context, desk));
      return read(desk);
    });
  }

  // Thrown within the transaction: a refusal leaves nothing half done.
  #do<T>(act: (desk: Desk, context: TenantContext) => Promise<Outcome<T>>): Promise<T> {
    return this.#in(async (desk, context) => granted(await act(desk, context)));
  }

  #in<T>(work: (desk: Desk, context: TenantContext) => Promise<T>): Promise<T> {
    return this.container.database.withTenant({ ...this.act, tenantId: this.tenantId }, (sql) =>
      work(this.#deskOf(sql), sql.context),
    );
  }

  #deskOf(sql: TenantSql): Desk {
    const { safe, balPolicy } = this.container;
    const notices = new PgHolderNotices(sql, safe);
    return {
      administration: { ...administrationDesk(sql, notices), ...balDesk(sql, notices) },
      policy: balPolicy,
      newId,
      users: new PgProvisionedUsers(sql),
      groups: new PgProvisionedGroups(sql),
    };
  }
}

function granted<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw faultOf(outcome.refusal);
  return outcome.value;
}

function found<T>(value: T | null): T {
  return granted(value === null ? refused('notFound') : { ok: true, value });
}
