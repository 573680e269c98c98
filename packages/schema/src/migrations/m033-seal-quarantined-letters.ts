import { Migration } from '@mikro-orm/migrations';

/**
 * The octets of an infected letter are sealed before they come here, under a key of that letter, wrapped by one of its structure. Those
 * of former letters stay as they are until their term, some weeks at most.
 */
export class SealQuarantinedLetters extends Migration {
  override up(): void {
    this.addSql('alter table quarantined_letter add column sealed_key bytea null');
  }
}
