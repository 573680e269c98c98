import { type ClassType, Field, Int, ObjectType } from 'type-graphql';
import { described, shown } from './described.js';

@ObjectType(shown('Place d’une page dans une liste.', 'Where a page stands in a list.'))
export class PageInfo {
  @Field(() => Boolean, described('Vrai s’il y a une suite.', 'True when more follows.'))
  hasNextPage!: boolean;

  @Field(
    () => Boolean,
    described('Vrai si la page ne commence pas la liste.', 'True when the page does not open the list.'),
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
      described('Curseur opaque, à rendre dans « after ».', 'Opaque cursor, to give back in “after”.'),
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

/** The two arguments of every connection. */
export const FIRST = {
  type: () => Int,
  ...described('Nombre d’éléments voulus, de 1 à 100.', 'Number of items wanted, from 1 to 100.'),
} as const;
export const AFTER = {
  nullable: true,
  ...described('Curseur après lequel commencer.', 'Cursor to start after.'),
} as const;
