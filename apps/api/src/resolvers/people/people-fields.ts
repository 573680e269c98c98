import { Arg, Args, Ctx, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import type { LocatedPerson } from '../../people/show-person.js';
import { showRole } from '../../reads/show-structure.js';
import { BalAccessConnection } from '../../types/access.js';
import { described } from '../../types/described.js';
import { AccessTimeName, StructureRoleName } from '../../types/enums.js';
import { PageArguments } from '../../types/page.js';
import { PersonConnection, PersonInAnnuaireType, PersonType } from '../../types/person.js';
import { StructureType } from '../../types/structure.js';

export const SEARCH = described(
  'Débuts de mots du nom, ou numéro ; les accents ne comptent pas.',
  'Beginnings of words of the name, or a number; accents do not count.',
);

@Resolver(() => StructureType)
export class StructurePeopleFields {
  @FieldResolver(
    () => PersonConnection,
    described(
      'Personnes que la structure connaît, par nom (clé : « person:read »).',
      'People the structure knows, by name (key: “person:read”).',
    ),
  )
  people(
    @Root() structure: StructureType,
    @Ctx() context: ApiContext,
    @Args() page: PageArguments,
    @Arg('search', () => String, { nullable: true, ...SEARCH }) search: string | null,
    @Arg('role', () => StructureRoleName, {
      nullable: true,
      ...described('Seulement celles qui tiennent ce rôle.', 'Only those who hold that role.'),
    })
    role: StructureRoleName | null,
    @Arg('left', () => Boolean, {
      nullable: true,
      ...described('Vrai pour celles qui ont quitté la structure.', 'True for those who left the structure.'),
    })
    left: boolean | null,
  ): Promise<PersonConnection> {
    const filter = { search: search ?? null, role: role ?? null, left: left ?? false };
    return signedIn(context).people.page(structure.id, page, filter);
  }

  @FieldResolver(() => PersonType, {
    nullable: true,
    ...described('Une des personnes que la structure connaît.', 'One of the people the structure knows.'),
  })
  person(
    @Root() structure: StructureType,
    @Ctx() context: ApiContext,
    @Arg('id', () => ID, described('Identifiant de la personne.', 'Identifier of the person.')) id: string,
  ): Promise<PersonType | null> {
    return signedIn(context).people.one(structure.id, id);
  }

  @FieldResolver(
    () => Boolean,
    described(
      'Vrai si l’appelant peut enregistrer et changer les personnes.',
      'True when the caller may register and change people.',
    ),
  )
  mayManagePeople(@Root() structure: StructureType, @Ctx() context: ApiContext): Promise<boolean> {
    return signedIn(context).people.mayManage(structure.id);
  }
}

@Resolver(() => PersonType)
export class PersonFields {
  @FieldResolver(
    () => [StructureRoleName],
    described(
      'Rôles dans la structure ; liste vide pour qui n’y a lui-même aucun rôle.',
      'Roles in the structure; an empty list for whoever has none there themselves.',
    ),
  )
  async roles(@Root() person: LocatedPerson, @Ctx() context: ApiContext): Promise<StructureRoleName[]> {
    return (await signedIn(context).people.rolesOf(person)).map(showRole);
  }

  @FieldResolver(() => PersonInAnnuaireType, {
    nullable: true,
    ...described(
      'Ce que l’Annuaire Santé en dit ; absent tant qu’il n’a pas été consulté pour elle, et pour qui n’a aucun rôle dans la structure.',
      'What the Annuaire Santé tells of them; absent until it was asked about them, and for whoever has no role in the structure.',
    ),
  })
  annuaire(@Root() person: LocatedPerson, @Ctx() context: ApiContext): Promise<PersonInAnnuaireType | null> {
    return signedIn(context).people.inAnnuaire(person);
  }

  @FieldResolver(() => String, {
    nullable: true,
    ...described(
      'Adresse hors de l’espace de confiance où la prévenir ; absente pour qui n’a aucun rôle dans la structure.',
      'Address outside the trust space where to warn them; absent for whoever has no role in the structure.',
    ),
  })
  alertAddress(@Root() person: LocatedPerson, @Ctx() context: ApiContext): Promise<string | null> {
    return signedIn(context).people.alertAddressOf(person);
  }

  @FieldResolver(
    () => BalAccessConnection,
    described(
      'Ses accès passés, présents et à venir, pour ceux qui ont un rôle dans la structure (clé : « access:read »).',
      'Their accesses past, present and to come, for those who have a role in the structure (key: “access:read”).',
    ),
  )
  accesses(
    @Root() person: LocatedPerson,
    @Ctx() context: ApiContext,
    @Args() page: PageArguments,
    @Arg('time', () => AccessTimeName, { nullable: true, ...described('Seulement ceux-là.', 'Only these.') })
    time: AccessTimeName | null,
  ): Promise<BalAccessConnection> {
    return signedIn(context).accesses.ofPerson(person.tenantId, person.id, page, time ?? null);
  }
}
