import { Migration } from '@mikro-orm/migrations';

/** Feeding by PATCH: what the FHIR service of the Annuaire took last of each BAL, and what it said of each feed. */
export class RememberWhatFhirWasFed extends Migration {
  override up(): void {
    this.addSql(`
      create table fhir_fed_mailbox (
        domain text not null,
        address text not null,
        bearer_type text check (bearer_type in ('Practitioner', 'PractitionerRole', 'Organization')) not null,
        bearer text not null,
        print text not null,
        primary key (domain, address)
      )`);
    this.addSql('grant select, insert, update, delete on fhir_fed_mailbox to cachet_app');
    this.addSql(`
      create table fhir_feed_report (
        ticket text not null,
        at timestamptz not null,
        report jsonb not null,
        primary key (ticket)
      )`);
    this.addSql('grant select, insert, delete on fhir_feed_report to cachet_app');
  }
}
