import { Field, ID, ObjectType } from 'type-graphql';
import { described, shown } from './described.js';
import { DateTime } from './scalars.js';
import { PortalSessionType } from './session.js';

@ObjectType(
  'ManagerSignInOffer',
  shown(
    'Structure dont les gestionnaires se connectent par leur propre fournisseur.',
    'A structure whose managers sign in by their own provider.',
  ),
)
export class ManagerSignInOfferType {
  @Field(() => ID, described('Identifiant de la structure.', 'Identifier of the structure.'))
  structureId!: string;

  @Field(() => String, described('Nom de la structure.', 'Name of the structure.'))
  name!: string;
}

@ObjectType('ManagerSignIn', shown('Connexion commencée.', 'A sign-in that began.'))
export class ManagerSignInType {
  @Field(() => String, described('Adresse du fournisseur où aller.', 'Address of the provider to go to.'))
  url!: string;

  @Field(
    () => String,
    described(
      'Valeur que le navigateur garde (cookie) et rend au retour.',
      'Value that the browser keeps (cookie) and gives back on return.',
    ),
  )
  binding!: string;

  @Field(() => DateTime, described('Fin de la tentative.', 'End of the attempt.'))
  expiresAt!: Date;
}

@ObjectType('ManagerSignedIn', shown('Connexion aboutie.', 'A sign-in that succeeded.'))
export class ManagerSignedInType {
  @Field(
    () => PortalSessionType,
    described(
      'Session de cette structure seule ; elle n’ouvre aucune BAL.',
      'A session of that structure alone; it opens no BAL.',
    ),
  )
  session!: PortalSessionType;

  @Field(() => String, described('Page où revenir.', 'Page to come back to.'))
  returnTo!: string;

  @Field(() => String, {
    nullable: true,
    ...described(
      'Adresse où le fournisseur ferme sa propre session, à la déconnexion ; absente s’il ne le fait pas.',
      'Address where the provider ends its own session, on sign-out; absent when it does not.',
    ),
  })
  signOutUrl!: string | null;
}
