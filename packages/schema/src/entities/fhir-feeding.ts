import type { FedMailbox } from '@cachet/mss-core';
import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Enum, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** A mailbox as the FHIR service took it last. */
@Entity({ tableName: 'fhir_fed_mailbox' })
export class FhirFedMailbox {
  [PrimaryKeyProp]?: ['domain', 'address'];

  @PrimaryKey({ type: 'text' })
  domain!: string;

  @PrimaryKey({ type: 'text' })
  address!: string;

  @Enum({ items: ['Practitioner', 'PractitionerRole', 'Organization'] })
  bearerType!: FedMailbox['bearerType'];

  /** Business identifier, as a token. */
  @Property({ type: 'text' })
  bearer!: string;

  @Property({ type: 'text' })
  print!: string;
}

/** What it said of one feed, until whoever publishes has read it. */
@Entity({ tableName: 'fhir_feed_report' })
export class FhirFeedReport {
  [PrimaryKeyProp]?: 'ticket';

  @PrimaryKey({ type: 'text' })
  ticket!: string;

  @Property({ columnType: 'timestamptz' })
  at!: Date;

  @Property({ columnType: 'jsonb' })
  report!: unknown;
}
