import type { BalKind, BalStore } from '../access/index.js';
import { administers } from '../administration/index.js';
import type { RoleStore } from '../administration/ports.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { TenantContext } from '../tenancy/index.js';
import type { Journal } from '../traceability/index.js';
import { isKnown, NOS } from './nomenclatures.js';

/** What only the Annuaire needs to know of a BAL. */
export interface DirectorySettings {
  /** ServiceRattachement: the service of the structure it belongs to. */
  readonly service: string | null;
  /** 1 for the BAL to write to first among those of its holder. */
  readonly rank: number | null;
  /** The structure keeps an applicative BAL out of sight. */
  readonly isHidden: boolean;
  /** Practice of a holder whom no register knows (table 15). */
  readonly civility: string | null;
  readonly profession: string | null;
  readonly speciality: string | null;
  /** The ANS’s approval of an internal identifier, asked for and given. */
  readonly approvalAskedAt: Date | null;
  readonly approvedAt: Date | null;
  readonly approvalReference: string | null;
  readonly version: number;
}

export const NO_SETTINGS: DirectorySettings = {
  ...{ service: null, rank: null, isHidden: false, civility: null, profession: null, speciality: null },
  ...{ approvalAskedAt: null, approvedAt: null, approvalReference: null, version: 0 },
};

export type SettingsChange = Partial<Omit<DirectorySettings, 'version'>>;

export interface SettingsDesk {
  readonly roles: Pick<RoleStore, 'rolesOf'>;
  readonly bals: Pick<BalStore, 'byId'>;
  readonly journal: Journal;
  readonly settings: {
    of(balId: string): Promise<DirectorySettings>;
    /** False when it is no longer at that version. */
    put(balId: string, settings: DirectorySettings): Promise<boolean>;
  };
}

const LONGEST_TEXT = 160;
const HIGHEST_RANK = 99;

/**
 * Changes what the Annuaire is told of a BAL besides what it is; what is left out stays. Refuses forbidden, scopeMissing, notFound,
 * changedMeanwhile, inputInvalid naming the field.
 */
export async function changeSettings(
  context: TenantContext,
  desk: SettingsDesk,
  request: { readonly balId: string; readonly version: number; readonly change: SettingsChange },
): Promise<Outcome<DirectorySettings>> {
  const allowed = await administers(context, desk.roles, 'bal:write');
  if (!allowed.ok) return allowed;
  const bal = await desk.bals.byId(request.balId);
  if (!bal) return refused('notFound');
  const before = await desk.settings.of(bal.id);
  if (before.version !== request.version) return refused('changedMeanwhile');
  const wanted = trimmed({ ...before, ...request.change });
  const field = wrongSetting(wanted, bal.kind, context.at);
  if (field) return refused('inputInvalid', { field });
  if (!(await desk.settings.put(bal.id, wanted))) return refused('changedMeanwhile');
  const facts = { isApproved: wanted.approvedAt !== null, isHidden: wanted.isHidden };
  await desk.journal.record([{ kind: 'publication.settingsChanged', outcome: 'ok', balId: bal.id, facts }]);
  return done({ ...wanted, version: before.version + 1 });
}

function trimmed(settings: DirectorySettings): DirectorySettings {
  const text = (value: string | null) => value?.trim() || null;
  return {
    ...settings,
    service: text(settings.service),
    civility: text(settings.civility),
    profession: text(settings.profession),
    speciality: text(settings.speciality),
    approvalReference: text(settings.approvalReference),
  };
}

/** The field that holds what the Annuaire would not take. */
function wrongSetting(settings: DirectorySettings, kind: BalKind, at: Date): string | null {
  const { service, rank, isHidden, civility, profession, speciality } = settings;
  if (service !== null && !isText(service)) return 'service';
  if (rank !== null && !(Number.isInteger(rank) && rank >= 1 && rank <= HIGHEST_RANK)) return 'rank';
  // EX_PBA_5040: the liste rouge is the free choice of whoever uses the BAL; nobody does of an applicative one.
  if (isHidden && kind !== 'applicative') return 'isHidden';
  if (civility !== null && !isKnown(NOS.civility, civility)) return 'civility';
  if (profession !== null && !isKnown(NOS.profession, profession)) return 'profession';
  if (
    speciality !== null &&
    ![NOS.speciality, NOS.exclusiveCompetence, NOS.pacQualification].some((table) =>
      isKnown(table, speciality),
    )
  )
    return 'speciality';
  return wrongApproval(settings, at);
}

// EX_PBA_5090: an approval that was given is dated, can be shown, and is of somebody’s profession: without one nothing is declared.
function wrongApproval(
  { approvalAskedAt, approvedAt, approvalReference, profession }: DirectorySettings,
  at: Date,
): string | null {
  if (approvalAskedAt !== null && approvalAskedAt > at) return 'approvalAskedAt';
  if (approvedAt !== null && approvedAt > at) return 'approvedAt';
  if (approvedAt === null) return null;
  if (profession === null) return 'profession';
  return approvalReference !== null && isText(approvalReference) ? null : 'approvalReference';
}

function isText(text: string): boolean {
  return text.length <= LONGEST_TEXT && !/\p{Cc}/u.test(text);
}
