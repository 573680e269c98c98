import { deleteAcl, getAcl, listRights, myRights, setAcl } from './acl.js';
import { append } from './append.js';
import { authenticate } from './authenticate.js';
import { capability } from './capability.js';
import { check, close, unselect } from './close.js';
import { compress } from './compress.js';
import { enable } from './enable.js';
import { expunge, uidExpunge } from './expunge.js';
import { fetch, uidFetch } from './fetch/fetch.js';
import { create, deleteFolder, rename } from './folders.js';
import type { CommandHandler } from './handler.js';
import { id } from './id.js';
import { idle } from './idle.js';
import { list, lsub } from './list/list.js';
import { login } from './login.js';
import { logout } from './logout.js';
import { namespace } from './namespace.js';
import { noop } from './noop.js';
import { notify } from './notify/notify.js';
import { getQuota, getQuotaRoot } from './quota.js';
import { search, uidSearch } from './search/search.js';
import { sort, uidSort } from './search/sort.js';
import { thread, uidThread } from './search/thread.js';
import { examine, select } from './select.js';
import { starttls } from './starttls.js';
import { status } from './status.js';
import { store, uidStore } from './store.js';
import { subscribe, unsubscribe } from './subscribe.js';
import { copy, move, uidCopy, uidMove } from './transfer.js';

/** Every command this server knows, by its upper-case name. */
export function commandTable(): ReadonlyMap<string, CommandHandler> {
  const handlers = [
    // In any state
    capability,
    noop,
    logout,
    id,
    // Before authentication
    starttls,
    authenticate,
    login,
    // With an opened BAL
    enable,
    compress,
    namespace,
    list,
    lsub,
    subscribe,
    unsubscribe,
    create,
    deleteFolder,
    rename,
    status,
    notify,
    myRights,
    getAcl,
    listRights,
    setAcl,
    deleteAcl,
    select,
    examine,
    append,
    getQuota,
    getQuotaRoot,
    idle,
    // In a selected folder
    check,
    close,
    unselect,
    expunge,
    uidExpunge,
    search,
    uidSearch,
    sort,
    uidSort,
    thread,
    uidThread,
    fetch,
    uidFetch,
    store,
    uidStore,
    copy,
    uidCopy,
    move,
    uidMove,
  ];
  return new Map(handlers.map((handler) => [handler.name, handler]));
}
