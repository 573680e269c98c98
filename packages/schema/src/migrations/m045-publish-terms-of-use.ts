import { Migration } from '@mikro-orm/migrations';

/** Terms of use published as a text in both languages or as a document, and by which door each person accepted them. */
export class PublishTermsOfUse extends Migration {
  override up(): void {
    this.addSql(`
      alter table cgu_version
        alter column text drop not null,
        add column text_en text null,
        add column document_url text null,
        add column document_sha256 text null,
        add column fingerprint text null,
        add column published_by jsonb null`);
    this.addSql(
      `update cgu_version set text_en = text, fingerprint = encode(sha256(convert_to(text, 'UTF8')), 'hex')`,
    );
    this.addSql('alter table cgu_version alter column fingerprint set not null');
    this.addSql(`
      alter table cgu_version
        add constraint cgu_version_content check (
          (text is null) = (text_en is null) and (document_url is null) = (document_sha256 is null)
          and (text is null) <> (document_url is null))`);
    this.addSql('create unique index cgu_version_in_force_at_unique on cgu_version (in_force_at)');

    this.addSql(`
      alter table cgu_acceptance
        add column means text not null default 'portal',
        add column proof text not null default 'psc',
        add column correlation_id text null`);
    this.addSql(
      'alter table cgu_acceptance alter column means drop default, alter column proof drop default',
    );
    this.addSql(
      'create index cgu_acceptance_newest on cgu_acceptance (tenant_id, accepted_at, person_id, version_id)',
    );
  }
}
