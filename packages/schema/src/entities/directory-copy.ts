import type { CopyKind, CopyState } from '@cachet/mss-core';
import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Enum, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** One copy of a directory, whole or being written. At most one of each kind is in force. */
@Entity({ tableName: 'directory_copy' })
@Index({
  name: 'directory_copy_in_force',
  expression: `CREATE UNIQUE INDEX directory_copy_in_force ON public.directory_copy USING btree (kind) WHERE (state = 'inForce'::text)`,
})
export class DirectoryCopy {
  [PrimaryKeyProp]?: 'id';

  @PrimaryKey({ type: 'integer', autoincrement: false })
  id!: number;

  /** `bals` of the Annuaire, `identities`, or `own`: the BAL of this installation. */
  @Enum({ items: ['bals', 'identities', 'own'] })
  kind!: CopyKind;

  /** `loading`, `pending`, `inForce` or `former`. */
  @Enum({ items: ['loading', 'pending', 'inForce', 'former'] })
  state!: CopyState;

  @Property({ type: 'text' })
  source!: string;

  @Property({ type: 'text', nullable: true })
  fileName!: string | null;

  @Property({ columnType: 'timestamptz' })
  startedAt!: Date;

  /** The moment of what it tells. */
  @Property({ columnType: 'timestamptz', nullable: true })
  asOf!: Date | null;

  @Property({ columnType: 'timestamptz', nullable: true })
  loadedAt!: Date | null;

  @Property({ type: 'text', nullable: true })
  sha256!: string | null;

  @Property({ type: 'integer', default: 0 })
  lineCount!: number;

  @Property({ type: 'integer', default: 0 })
  badLineCount!: number;
}

/** One line of a copy. Numbered from nought, in the order of the file. */
@Entity({ tableName: 'directory_entry' })
export class DirectoryEntryRow {
  [PrimaryKeyProp]?: ['copyId', 'id'];

  @PrimaryKey({ type: 'integer', autoincrement: false })
  copyId!: number;

  @PrimaryKey({ type: 'integer', autoincrement: false })
  id!: number;

  @Property({ type: 'text' })
  address!: string;

  @Property({ type: 'text' })
  kind!: string;

  @Property({ type: 'text', nullable: true })
  holderType!: string | null;

  @Property({ type: 'text', nullable: true })
  holderNumber!: string | null;

  @Property({ type: 'text', nullable: true })
  title!: string | null;

  @Property({ type: 'text', nullable: true })
  familyName!: string | null;

  @Property({ type: 'text', nullable: true })
  givenName!: string | null;

  @Property({ type: 'text', nullable: true })
  professionCode!: string | null;

  @Property({ type: 'text', nullable: true })
  professionLabel!: string | null;

  @Property({ type: 'text', nullable: true })
  specialityCode!: string | null;

  @Property({ type: 'text', nullable: true })
  specialityLabel!: string | null;

  @Property({ type: 'text', nullable: true })
  structureType!: string | null;

  @Property({ type: 'text', nullable: true })
  structureNumber!: string | null;

  @Property({ type: 'text', nullable: true })
  structureName!: string | null;

  @Property({ type: 'text', nullable: true })
  signName!: string | null;

  @Property({ type: 'text', nullable: true })
  service!: string | null;

  @Property({ type: 'text', nullable: true })
  description!: string | null;

  @Property({ type: 'text', nullable: true })
  people!: string | null;

  @Property({ type: 'text', nullable: true })
  postalCode!: string | null;

  @Property({ type: 'text', nullable: true })
  town!: string | null;

  @Property({ type: 'text', nullable: true })
  department!: string | null;
}

/** In which lines of a segment of a copy a word stands: their numbers, each in four octets, the least significant first. */
@Entity({ tableName: 'directory_word' })
export class DirectoryWord {
  [PrimaryKeyProp]?: ['copyId', 'word', 'field', 'segment'];

  @PrimaryKey({ type: 'integer', autoincrement: false })
  copyId!: number;

  @PrimaryKey({ type: 'text', collation: 'C' })
  word!: string;

  @PrimaryKey({ type: 'text', collation: 'C' })
  field!: string;

  @PrimaryKey({ type: 'integer', autoincrement: false })
  segment!: number;

  @Property({ columnType: 'bytea' })
  entries!: Buffer;
}

/** The words of a copy, put together as those who search it hold them: `word TAB field TAB count LF`, in order, a piece at a time. */
@Entity({ tableName: 'directory_lexicon' })
export class DirectoryLexicon {
  [PrimaryKeyProp]?: ['copyId', 'seq'];

  @PrimaryKey({ type: 'integer', autoincrement: false })
  copyId!: number;

  @PrimaryKey({ type: 'integer', autoincrement: false })
  seq!: number;

  @Property({ type: 'text' })
  text!: string;

  /** The last word of the piece; null behind the last of all. */
  @Property({ type: 'text', nullable: true })
  last!: string | null;
}

/** One practice of a professional, as the identities of the Annuaire tell it. */
@Entity({ tableName: 'directory_practice' })
@Index({ name: 'directory_practice_holder', properties: ['copyId', 'holderNumber', 'holderType'] })
@Index({ name: 'directory_practice_structure', properties: ['copyId', 'structureNumber', 'structureType'] })
export class DirectoryPractice {
  [PrimaryKeyProp]?: ['copyId', 'id'];

  @PrimaryKey({ type: 'integer', autoincrement: false })
  copyId!: number;

  @PrimaryKey({ type: 'integer', autoincrement: false })
  id!: number;

  @Property({ type: 'text' })
  holderType!: string;

  @Property({ type: 'text' })
  holderNumber!: string;

  @Property({ type: 'text', nullable: true })
  title!: string | null;

  @Property({ type: 'text' })
  familyName!: string;

  @Property({ type: 'text' })
  givenName!: string;

  @Property({ type: 'text', nullable: true })
  categoryCode!: string | null;

  @Property({ type: 'text', nullable: true })
  professionCode!: string | null;

  @Property({ type: 'text', nullable: true })
  professionLabel!: string | null;

  @Property({ type: 'text', nullable: true })
  specialityCode!: string | null;

  @Property({ type: 'text', nullable: true })
  specialityLabel!: string | null;

  @Property({ type: 'text', nullable: true })
  structureType!: string | null;

  @Property({ type: 'text', nullable: true })
  structureNumber!: string | null;

  @Property({ type: 'text', nullable: true })
  structureName!: string | null;

  @Property({ type: 'text', nullable: true })
  postalCode!: string | null;

  @Property({ type: 'text', nullable: true })
  town!: string | null;
}
