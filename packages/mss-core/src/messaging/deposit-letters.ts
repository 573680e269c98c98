import type { OpenedBal } from '../access/index.js';
import { done, type Outcome, type Refusal, refused } from '../outcome/index.js';
import type { TenantContext } from '../tenancy/index.js';
import { DELETED } from './flags.js';
import type { AppendedItems, FolderPlace, FolderStore, NewItem } from './folder-ports.js';
import { judgeScanned } from './judge-scanned.js';
import { letterFacts } from './letter-facts.js';
import type { MailRoom, MailRooms } from './mail-rooms.js';
import { malwareRefusal } from './malware-refusals.js';
import { type QuarantinePorts, quarantineLetter } from './quarantine-letter.js';
import type { Infection, ScannedMessage, Strip } from './scanning.js';
import { uidSetOf } from './uid-set.js';

export interface DepositPorts extends Pick<QuarantinePorts, 'newId' | 'quarantineMs'> {
  readonly rooms: MailRooms;
  /** One transaction on the folders of that BAL. For letters that replace another: undone whole when the work refuses. */
  inFolders<T>(context: TenantContext, balId: string, work: (folders: FolderStore) => Promise<T>): Promise<T>;
}

/** A letter that a mail program puts in a folder by itself. */
export interface DepositedLetter extends NewItem {
  /** The same with what scanners say of it; asked when it would be kept. */
  scanned(): Promise<ScannedMessage>;
}

export interface Deposit {
  readonly opened: OpenedBal;
  /** Of the opened BAL, where this person may deposit. */
  readonly folder: FolderPlace;
  readonly letters: readonly DepositedLetter[];
  /** Uid in that folder of the letter that gives way to them. */
  readonly replaces?: number;
}

interface RefusedLetter {
  readonly message: ScannedMessage;
  readonly infection: Infection | null;
  readonly refusal: Refusal;
}

/** Most of what programs put in Sent lies there already and will not be kept: not worth a scan while it arrives. */
export function isMostlyThere({ specialUse }: FolderPlace): boolean {
  return specialUse === 'sent';
}

/**
 * Files letters that a program deposits, all or none. The copy of a letter that was filed when it was sent is not kept, and needs no
 * verdict. Refuses scanUnavailable, malwareInDeposit, folderUnknown, quotaExceeded; changedMeanwhile when what they replace is gone.
 */
// EX_SSI_5090: what comes by this door is scanned like what comes by the others.
export async function depositLetters(
  ports: DepositPorts,
  context: TenantContext,
  deposit: Deposit,
): Promise<Outcome<AppendedItems>> {
  const { opened, folder, letters } = deposit;
  const [only, ...others] = letters;
  const inFolders = <T>(work: (folders: FolderStore) => Promise<T>) =>
    ports.inFolders(context, opened.bal.id, work);
  if (only && others.length === 0 && isMostlyThere(folder)) {
    const there = await inFolders((folders) => folders.markSentCopy(folder.id, only));
    if (there) return done(there);
  }
  const items: (NewItem & { readonly message: ScannedMessage })[] = [];
  for (const { flags, internalDate, scanned } of letters) {
    items.push({ flags, internalDate, message: await scanned() });
  }
  const refusedLetters = await refusedAmong(
    ports,
    context,
    items.map(({ message }) => message),
  );
  const [first] = refusedLetters;
  if (!first) return inFolders((folders) => enter(folders, deposit, items));
  await tellRefused(ports, context, deposit, refusedLetters);
  // What is infected stays so: trying again is of no use, whatever became of the others.
  const { refusal } = refusedLetters.find(({ infection }) => infection) ?? first;
  return { ok: false, refusal };
}

/** A letter that is replaced leaves first: whoever replaced it meanwhile is not written over, and its room is there for the new one. */
async function enter(
  folders: FolderStore,
  { folder, replaces }: Deposit,
  items: readonly NewItem[],
): Promise<Outcome<AppendedItems>> {
  if (replaces !== undefined && !(await removeForGood(folders, folder.id, replaces)))
    return refused('changedMeanwhile');
  return folders.append(folder.id, items);
}

/** Removes one item whatever its marks. False when it is not there. */
export async function removeForGood(folders: FolderStore, folderId: string, uid: number): Promise<boolean> {
  const uids = uidSetOf([uid]);
  const marked = await folders.storeFlags(folderId, uids, { mode: 'add', flags: [DELETED] });
  if (!marked.ok || marked.value.items.length === 0) return false;
  const gone = await folders.expunge(folderId, uids);
  return gone.ok && gone.value.uids.includes(uid);
}

/** The program has its own copy, and would not know that another was kept instead. */
const NEVER_STRIPPED: Strip = async () => null;

async function refusedAmong(
  { rooms }: DepositPorts,
  context: TenantContext,
  messages: readonly ScannedMessage[],
): Promise<readonly RefusedLetter[]> {
  const found: RefusedLetter[] = [];
  for (const message of messages) {
    const decision = await judgeScanned({ rooms, strip: NEVER_STRIPPED }, context, message, [
      context.tenantId,
    ]);
    if (decision.kind !== 'refused') continue;
    const { infection } = decision;
    const refusal = infection ? malwareRefusal(infection, 'malwareInDeposit') : decision.refusal;
    found.push({ message, infection, refusal });
  }
  return found;
}

/** In one transaction: the infected ones in quarantine, a trace of each. The person is told by the answer. */
async function tellRefused(
  ports: DepositPorts,
  context: TenantContext,
  { opened, folder }: Deposit,
  letters: readonly RefusedLetter[],
): Promise<void> {
  const { id: balId, address } = opened.bal;
  await ports.rooms.transaction(context, (enter) =>
    enter(context.tenantId, async (room) => {
      for (const { message, infection } of letters)
        if (infection) await putAside(ports, room, context, opened, message, infection);
      await room.journal.record(
        letters.map(({ message, refusal }) => ({
          kind: 'message.refused',
          outcome: refusal.code,
          balId,
          ...letterFacts(address, [address], message, { folderId: folder.id }),
        })),
      );
      return done(undefined);
    }),
  );
}

/** Once: programs try again by themselves what they could not deposit, for days. */
async function putAside(
  ports: DepositPorts,
  room: MailRoom,
  context: TenantContext,
  { bal }: OpenedBal,
  message: ScannedMessage,
  infection: Infection,
): Promise<void> {
  const { id: balId, address } = bal;
  if (await room.malware.knows({ sender: address, sha256: message.sha256 })) return;
  await quarantineLetter(ports, room, context, {
    ...{ direction: 'outbound', balId, sender: address, recipients: [address], message, infection },
    treatment: 'refuse',
  });
}
