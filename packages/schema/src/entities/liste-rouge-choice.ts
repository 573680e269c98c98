import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Bal } from './bal.js';
import { ownedByTenant } from './tenant-policy.js';

/** Whether the holders of a BAL want it on the liste rouge of the Annuaire; without a row, they do not. */
// EX_PBA_5040: an explicit choice, never imposed; other causes (inactivity) are kept elsewhere.
@Entity({ tableName: 'liste_rouge_choice', ...ownedByTenant('liste_rouge_choice') })
export class ListeRougeChoice {
  [PrimaryKeyProp]?: ['tenantId', 'bal'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @ManyToOne(() => Bal, { primary: true, joinColumns: ['tenant_id', 'bal_id'], ownColumns: ['bal_id'] })
  bal!: Bal;

  @Property({ type: 'boolean' })
  wanted!: boolean;

  @Property({ columnType: 'timestamptz' })
  chosenAt!: Date;
}
