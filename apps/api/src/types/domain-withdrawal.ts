import { Field, Int, ObjectType } from 'type-graphql';
import { described, shown } from './described.js';
import { DateTime } from './scalars.js';

@ObjectType(
  'DomainWithdrawal',
  shown(
    'Un domaine qui est retiré : l’Annuaire Santé doit d’abord n’en plus rien publier.',
    'A domain being withdrawn: the Annuaire Santé must first publish nothing of it any more.',
  ),
)
export class DomainWithdrawalType {
  @Field(() => String, described('Le domaine.', 'The domain.'))
  domain!: string;

  @Field(() => DateTime, described('Quand le retrait a été demandé.', 'When the withdrawal was asked for.'))
  askedAt!: Date;

  @Field(() => DateTime, {
    nullable: true,
    ...described(
      'Quand un compte-rendu a montré que l’Annuaire n’en publie plus rien : le domaine peut alors quitter la liste blanche.',
      'When a report showed that the Annuaire publishes nothing of it any more: the domain may then leave the whitelist.',
    ),
  })
  emptiedAt!: Date | null;
}

@ObjectType(
  'DomainWithdrawalDeclaration',
  shown(
    'L’annexe 1 « Déclaration de domaine MSSanté » d’un domaine qui quitte la liste blanche : remplie, à signer et à envoyer à l’ANS.',
    'Annexe 1, “Déclaration de domaine MSSanté”, of a domain that leaves the whitelist: filled in, to be signed and sent to the ANS.',
  ),
)
export class DomainWithdrawalDeclarationType {
  @Field(() => String, described('Le domaine.', 'The domain.'))
  domain!: string;

  @Field(
    () => [String],
    described(
      'DN de certificat que la liste blanche en vigueur associe au domaine.',
      'Certificate DN that the whitelist in force binds to the domain.',
    ),
  )
  certificates!: string[];

  @Field(() => String, described('Ticket de l’envoi vide.', 'Ticket of the empty feed.'))
  ticket!: string;

  @Field(() => DateTime, described('Quand l’Annuaire a pris cet envoi.', 'When the Annuaire took that feed.'))
  sentAt!: Date;

  @Field(() => DateTime, described('Quand son compte-rendu a été lu.', 'When its report was read.'))
  reportedAt!: Date;

  @Field(() => Int, described('BAL déclarées jusqu’alors.', 'BAL declared until then.'))
  withdrawn!: number;

  @Field(
    () => Int,
    described(
      'BAL que l’Annuaire dit avoir supprimées (NbBALSup).',
      'BAL that the Annuaire says it deleted (NbBALSup).',
    ),
  )
  deleted!: number;

  @Field(
    () => String,
    described('Nom sous lequel enregistrer le document.', 'Name to save the document under.'),
  )
  fileName!: string;

  @Field(
    () => String,
    described(
      'Chemin du même document sur l’API, pour la même session.',
      'Path of the same document on the API, for the same session.',
    ),
  )
  url!: string;

  @Field(
    () => String,
    described(
      'Le document : une page en français, à imprimer et à signer.',
      'The document: a page in French, to print and sign.',
    ),
  )
  html!: string;
}
