import type { StructureView, TenantContext } from '@cachet/mss-core';
import type { ChangeTopic } from '@cachet/schema';
import type { Container } from '../container.js';
import type { Told } from './missed.js';

/** How one kind of announcement is read again within its tenant, and shown. One for all who watch: what it shows depends on nobody. */
export interface Watched<R, T> {
  readonly topic: ChangeTopic;
  readonly view: StructureView;
  /** In the order of the ids; null for what is gone. */
  read(container: Container, tenant: TenantContext, ids: readonly string[]): Promise<readonly (R | null)[]>;
  /** The next page of what changed after that place, oldest first: asked when announcements may have been missed. */
  missed(container: Container, tenant: TenantContext, after: Told): Promise<readonly R[]>;
  placeOf(row: R): Told;
  show(row: R, tenant: TenantContext): T;
}

/** What was read once, for everybody who watches. */
export interface SharedRow<R, T> {
  readonly row: R;
  readonly shown: T;
}
