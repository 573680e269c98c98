import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import { BalAccessConnection, BalAccessType } from '../../types/access.js';
import { AdministeredBalType } from '../../types/administered-bal.js';
import { BalType } from '../../types/bal.js';
import { described } from '../../types/described.js';
import { AccessTimeName } from '../../types/enums.js';
import { PageArguments } from '../../types/page.js';
import { PersonConnection } from '../../types/person.js';
import { SEARCH } from '../people/people-fields.js';

@Resolver(() => AdministeredBalType)
export class AdministeredBalAccessFields {
  @FieldResolver(() => BalAccessType, {
    nullable: true,
    ...described(
      'Accès de qui en répond maintenant, à rendre à accessHandOver pour en changer (portée « access:read »).',
      'The access of who answers for it now, to give to accessHandOver to change who does (scope “access:read”).',
    ),
  })
  responsible(
    @Root() { bal }: AdministeredBalType,
    @Ctx() context: ApiContext,
  ): Promise<BalAccessType | null> {
    return signedIn(context).accesses.responsibleOf(bal.id);
  }
}

export const TIME = {
  nullable: true,
  ...described('Seulement ceux-là.', 'Only these.'),
} as const;

@Resolver(() => BalType)
export class BalAccessFields {
  @FieldResolver(
    () => BalAccessConnection,
    described(
      'Accès passés, présents et à venir, les plus récents d’abord ; un délégué ne voit que les siens.',
      'Accesses past, present and to come, newest first; a delegate sees their own alone.',
    ),
  )
  accesses(
    @Root() bal: BalType,
    @Ctx() context: ApiContext,
    @Args() page: PageArguments,
    @Arg('time', () => AccessTimeName, TIME) time: AccessTimeName | null,
  ): Promise<BalAccessConnection> {
    return signedIn(context).accesses.ofBal(bal.id, page, time ?? null);
  }

  @FieldResolver(
    () => PersonConnection,
    described(
      'Personnes de la structure à qui ouvrir un accès, pour qui répond de la BAL ou gère la structure.',
      'People of the structure to whom an access may be opened, for those who answer for the BAL or manage the structure.',
    ),
  )
  async candidates(
    @Root() bal: BalType,
    @Ctx() context: ApiContext,
    @Arg('search', () => String, SEARCH) search: string,
    @Args() page: PageArguments,
  ): Promise<PersonConnection> {
    const { accesses, people } = signedIn(context);
    return people.choose(await accesses.choosesIn(bal.id), search, page);
  }
}
