import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import type { ApiContext } from '../../context/api-context.js';
import { described } from '../../types/described.js';
import type { Refus } from '../../types/refus.js';
import { OpenPortalSessionResult } from '../../types/results.js';
import type { PortalSessionType } from '../../types/session.js';
import { answer } from '../answer.js';

@Resolver()
export class SessionOperations {
  @Mutation(
    () => OpenPortalSessionResult,
    described(
      'Ouvre une session du portail à partir d’un jeton d’accès Pro Santé Connect.',
      'Opens a portal session from a Pro Santé Connect access token.',
    ),
  )
  async openPortalSession(
    @Ctx() context: ApiContext,
    @Arg(
      'pscAccessToken',
      () => String,
      described('Jeton d’accès Pro Santé Connect.', 'Pro Santé Connect access token.'),
    )
    pscAccessToken: string,
  ): Promise<PortalSessionType | Refus> {
    return answer(await context.sessions.open(pscAccessToken));
  }

  @Mutation(
    () => Boolean,
    described(
      'Ferme la session qui appelle. Vrai si elle était ouverte.',
      'Closes the calling session. True when it was open.',
    ),
  )
  closePortalSession(@Ctx() context: ApiContext): Promise<boolean> {
    return context.sessions.close();
  }

  @Query(
    () => String,
    described(
      'Ticket d’abonnement à usage unique, valable 60 secondes.',
      'Subscription ticket for one use, valid 60 seconds.',
    ),
  )
  subscriptionTicket(@Ctx() context: ApiContext): Promise<string> {
    return context.sessions.ticket();
  }
}
