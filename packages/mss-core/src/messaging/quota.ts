import type { Bal } from '../access/index.js';
import type { TenantId } from '../identifiers/index.js';

/** Per cent of its quota that a BAL reached; 100 also when a letter was turned away for want of room. */
export type QuotaLevel = 80 | 95 | 100;

/** A BAL of some tenant that got fuller than a threshold. */
export interface QuotaCrossing {
  readonly tenantId: TenantId;
  readonly balId: string;
}

/** BAL whose holders are to be told that it fills up, all tenants together. */
export interface QuotaCrossings {
  /** At most so many, the oldest first. */
  waiting(limit: number): Promise<readonly QuotaCrossing[]>;
}

/** The same within one tenant's transaction. */
export interface QuotaDesk {
  /**
   * Takes the crossing of that BAL, which nobody is told again unless it falls below and crosses anew. Null when another took it. Until
   * the transaction ends, nobody else takes room in the BAL.
   */
  take(balId: string): Promise<{ readonly bal: Bal; readonly level: QuotaLevel } | null>;
  /** Files a kept notice in the inbox even when that is more than the BAL may hold: who must be told that it is full has no room left. */
  fileNotice(balId: string, notice: { readonly messageId: string; readonly size: number }): Promise<void>;
}
