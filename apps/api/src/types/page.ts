import { ArgsType, type ClassType, Field, Int, ObjectType } from 'type-graphql';
import { described, shown } from './described.js';

@ObjectType(shown('Place d’une page dans une liste.', 'Where a page stands in a list.'))
export class PageInfo {
  @Field(() => Boolean, described('Vrai si d’autres éléments suivent.', 'True when other items follow.'))
  hasNextPage!: boolean;

  @Field(
    () => Boolean,
    described('Vrai si d’autres éléments précèdent.', 'True when other items come before.'),
  )
  hasPreviousPage!: boolean;

  @Field(() => String, {
    nullable: true,
    ...described('Curseur du premier élément.', 'Cursor of the first item.'),
  })
  startCursor!: string | null;

  @Field(() => String, {
    nullable: true,
    ...described('Curseur du dernier élément.', 'Cursor of the last item.'),
  })
  endCursor!: string | null;
}

export interface Edge<T> {
  readonly cursor: string;
  readonly node: T;
}

export interface Connection<T> {
  readonly edges: readonly Edge<T>[];
  readonly pageInfo: PageInfo;
}

/** What the edge class of a Relay connection over that node type extends. */
export function edgeOf<T extends object>(node: ClassType<T>): ClassType<Edge<T>> {
  @ObjectType(shown('Élément d’une liste et son curseur.', 'An item of a list and its cursor.'))
  class EdgeType {
    @Field(
      () => String,
      described(
        'Curseur opaque, à rendre dans « after » ou « before ».',
        'Opaque cursor, to give back in “after” or “before”.',
      ),
    )
    cursor!: string;

    @Field(() => node, described('L’élément.', 'The item.'))
    node!: T;
  }
  return EdgeType;
}

/** What the connection class over those edges extends. */
export function connectionOf<T>(edge: ClassType<Edge<T>>): ClassType<Connection<T>> {
  @ObjectType(shown('Une page d’une liste.', 'One page of a list.'))
  class ConnectionType {
    @Field(
      () => [edge],
      described('Les éléments de la page, dans l’ordre.', 'The items of the page, in order.'),
    )
    edges!: Edge<T>[];

    @Field(() => PageInfo, described('Place de la page.', 'Where the page stands.'))
    pageInfo!: PageInfo;
  }
  return ConnectionType;
}

/** The arguments of every connection: `first` or `last`, one of the two, with the cursor that goes with it. */
@ArgsType()
export class PageArguments {
  @Field(() => Int, {
    nullable: true,
    ...described(
      'Nombre d’éléments voulus depuis le début ou « after », de 1 à 100. « first » ou « last » est obligatoire.',
      'Number of items wanted from the beginning or “after”, from 1 to 100. Either “first” or “last” is required.',
    ),
  })
  first?: number | null;

  @Field(() => String, {
    nullable: true,
    ...described('Curseur après lequel commencer, avec « first ».', 'Cursor to start after, with “first”.'),
  })
  after?: string | null;

  @Field(() => Int, {
    nullable: true,
    ...described(
      'Nombre d’éléments voulus avant la fin ou « before », de 1 à 100 ; ils viennent dans l’ordre de la liste.',
      'Number of items wanted before the end or “before”, from 1 to 100; they come in the order of the list.',
    ),
  })
  last?: number | null;

  @Field(() => String, {
    nullable: true,
    ...described('Curseur avant lequel finir, avec « last ».', 'Cursor to end before, with “last”.'),
  })
  before?: string | null;
}
