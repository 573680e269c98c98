import { Field, ObjectType } from 'type-graphql';
import { described, shown } from './described.js';

const text = (fr: string, en: string) => ({ nullable: true, ...described(fr, en) });

@ObjectType(
  'DeclaredCoholder',
  shown(
    'Un cotitulaire, tel qu’il est dit à l’Annuaire Santé.',
    'A coholder, as the Annuaire Santé is told of them.',
  ),
)
export class DeclaredCoholderType {
  @Field(() => String, text('Nom d’exercice.', 'Family name.'))
  familyName!: string | null;

  @Field(() => String, text('Prénom d’exercice.', 'Given name.'))
  givenName!: string | null;

  @Field(() => String, text('Numéro RPPS ou ADELI.', 'RPPS or ADELI number.'))
  identifier!: string | null;

  @Field(() => Boolean, described('Vrai pour qui en répond.', 'True for who answers for it.'))
  isResponsible!: boolean;
}

@ObjectType(
  'BalDeclaration',
  shown(
    'Ce que le prochain envoi dit d’une BAL à l’Annuaire Santé.',
    'What the next feed tells the Annuaire Santé of a BAL.',
  ),
)
export class BalDeclarationType {
  @Field(() => String, text('Nom d’exercice du titulaire.', 'Family name of its holder.'))
  familyName!: string | null;

  @Field(() => String, text('Prénom d’exercice du titulaire.', 'Given name of its holder.'))
  givenName!: string | null;

  @Field(
    () => String,
    text(
      'Numéro RPPS ou ADELI du titulaire, ou l’adresse de la BAL.',
      'RPPS or ADELI number of its holder, or the address of the BAL.',
    ),
  )
  identifier!: string | null;

  @Field(() => String, text('FINESS auquel elle est rattachée.', 'FINESS number it is attached to.'))
  place!: string | null;

  @Field(() => String, text('Service de rattachement.', 'Service of the structure.'))
  service!: string | null;

  @Field(() => String, text('Nom de qui en répond.', 'Name of who answers for it.'))
  responsible!: string | null;

  @Field(() => String, text('Description.', 'Description.'))
  description!: string | null;

  @Field(() => String, text('Civilité d’exercice (R11).', 'Title (R11).'))
  civility!: string | null;

  @Field(() => String, text('Profession (G15).', 'Profession (G15).'))
  profession!: string | null;

  @Field(() => String, text('Spécialité.', 'Speciality.'))
  speciality!: string | null;

  @Field(() => [DeclaredCoholderType], described('Cotitulaires d’un cabinet.', 'Coholders of a practice.'))
  coholders!: readonly DeclaredCoholderType[];
}
