import type { RoleStore } from '../administration/index.js';
import type { Journal } from '../traceability/index.js';
import type { DepositChange, StatisticsDeposit } from './deposit.js';

/** The deposits of every domain, as one structure meets those of its own. */
export interface DepositDesk {
  readonly roles: Pick<RoleStore, 'rolesOf'>;
  readonly journal: Journal;
  /** That of one of the structure’s own domains. */
  own(id: string): Promise<StatisticsDeposit | null>;
  /** False when it is not as it was any more. */
  change(deposit: Pick<StatisticsDeposit, 'id' | 'version'>, change: DepositChange): Promise<boolean>;
}
