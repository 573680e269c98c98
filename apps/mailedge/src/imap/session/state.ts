import type { OpenedBal } from '@cachet/mss-core';
import type { SelectedFolder } from './selected-folder.js';

/** RFC 3501 §3: where a session stands, with what exists there and nothing else. */
export type SessionState =
  | { readonly kind: 'notAuthenticated' }
  | Authenticated
  | Selected
  | { readonly kind: 'logout' };

export interface Authenticated {
  readonly kind: 'authenticated';
  readonly opened: OpenedBal;
}

export interface Selected {
  readonly kind: 'selected';
  readonly opened: OpenedBal;
  readonly folder: SelectedFolder;
}

export type StateKind = SessionState['kind'];
