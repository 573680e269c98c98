import { Field, ObjectType } from 'type-graphql';
import { described, shown } from './described.js';
import { DnsPurposeName, DnsVerdictName } from './enums.js';
import { DateTime } from './scalars.js';

@ObjectType(
  'DnsFinding',
  shown('Un enregistrement DNS, attendu et trouvé.', 'A DNS record, expected and found.'),
)
export class DnsFindingType {
  @Field(() => DnsPurposeName, described('Son rôle.', 'What it is for.'))
  purpose!: DnsPurposeName;

  @Field(() => String, described('Nom interrogé.', 'Name asked.'))
  name!: string;

  @Field(() => String, described('Type (MX, SRV, TXT, CNAME).', 'Type (MX, SRV, TXT, CNAME).'))
  type!: string;

  @Field(() => String, {
    nullable: true,
    ...described(
      'Ligne de zone attendue ; absente quand rien ne doit être là.',
      'Expected zone line; absent when nothing should be there.',
    ),
  })
  expected!: string | null;

  @Field(() => [String], described('Valeurs trouvées.', 'Values found.'))
  found!: readonly string[];

  @Field(() => DnsVerdictName, described('Verdict.', 'Verdict.'))
  verdict!: DnsVerdictName;

  @Field(
    () => Boolean,
    described('Vrai si le Référentiel l’exige.', 'True when the reference text asks for it.'),
  )
  required!: boolean;

  @Field(() => String, { nullable: true, ...described('Quoi faire, en français.', 'What to do, in French.') })
  advice!: string | null;

  @Field(() => String, { nullable: true, ...described('Quoi faire, en anglais.', 'What to do, in English.') })
  adviceEn!: string | null;
}

@ObjectType(
  'DomainDns',
  shown(
    'La zone DNS d’un domaine, comparée à ce qu’elle doit contenir.',
    'The DNS zone of a domain, compared with what it must hold.',
  ),
)
export class DomainDnsType {
  @Field(() => String, described('Domaine.', 'Domain.'))
  domain!: string;

  @Field(() => DateTime, described('Moment de la vérification.', 'Moment of the check.'))
  checkedAt!: Date;

  @Field(
    () => Boolean,
    described(
      'Vrai si tout ce que le Référentiel exige est conforme.',
      'True when all that the reference text asks for is as it should be.',
    ),
  )
  isConform!: boolean;

  @Field(() => String, described('Lignes de zone à copier.', 'Zone lines to copy.'))
  zone!: string;

  @Field(() => [DnsFindingType], described('Enregistrement par enregistrement.', 'Record by record.'))
  findings!: readonly DnsFindingType[];
}
