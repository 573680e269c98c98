import { Ctx, Query, Resolver } from 'type-graphql';
import type { ApiContext } from '../../context/api-context.js';
import { described } from '../../types/described.js';
import { MeType } from '../../types/me.js';

@Resolver()
export class MeOperations {
  @Query(() => MeType, described('Qui appelle.', 'Who is calling.'))
  me(@Ctx() context: ApiContext): MeType {
    return context.sessions.me();
  }
}
