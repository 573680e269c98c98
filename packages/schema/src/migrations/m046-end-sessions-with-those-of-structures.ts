import { Migration } from '@mikro-orm/migrations';

/** Sessions that the identity provider of a structure opened end with those they came from there. */
export class EndSessionsWithThoseOfStructures extends Migration {
  override up(): void {
    this.addSql(
      'alter table portal_session add column structure_sub text null, add column structure_sid text null',
    );
    this.addSql('create index portal_session_structure_sub on portal_session (structure_of, structure_sub)');
  }
}
