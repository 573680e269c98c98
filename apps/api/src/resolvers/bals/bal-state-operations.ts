import type { DeletionMotive, SuspensionMotive } from '@cachet/mss-core';
import { Arg, Ctx, ID, Int, Mutation, Resolver } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import type { AdministeredBalType } from '../../types/administered-bal.js';
import { BalDeletionMotiveName, BalSuspensionMotiveName } from '../../types/bal-motives.js';
import { described } from '../../types/described.js';
import type { Refus } from '../../types/refus.js';
import { AdministeredBalResult } from '../../types/results.js';
import { answer } from '../answer.js';

const STRUCTURE_ID = described('Identifiant de la structure.', 'Identifier of the structure.');
const BAL_ID = described('Identifiant de la BAL.', 'Identifier of the BAL.');
const VERSION = described('Version lue.', 'The version that was read.');
const NOTE = {
  nullable: true,
  ...described(
    'Précision, dite aux responsables de la structure.',
    'More of it, told to the heads of the structure.',
  ),
} as const;

/** What closes and opens a BAL again. Sessions that a closed BAL had end at once. */
@Resolver()
export class BalStateOperations {
  @Mutation(
    () => AdministeredBalResult,
    described('Ouvre une BAL qui était en attente.', 'Opens a BAL that was pending.'),
  )
  balActivate(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('balId', () => ID, BAL_ID) balId: string,
    @Arg('version', () => Int, VERSION) version: number,
  ): Promise<AdministeredBalType | Refus> {
    return changed(context, structureId, { balId, version, act: 'activate', motive: null, note: null });
  }

  @Mutation(
    () => AdministeredBalResult,
    described(
      'Suspend une BAL : elle ne reçoit, n’envoie ni ne s’ouvre plus ; ses messages sont gardés.',
      'Suspends a BAL: it neither receives, sends nor opens; its messages are kept.',
    ),
  )
  balSuspend(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('balId', () => ID, BAL_ID) balId: string,
    @Arg('version', () => Int, VERSION) version: number,
    @Arg('motive', () => BalSuspensionMotiveName, described('Motif.', 'Reason.')) motive: SuspensionMotive,
    @Arg('note', () => String, NOTE) note: string | null,
  ): Promise<AdministeredBalType | Refus> {
    return changed(context, structureId, { balId, version, act: 'suspend', motive, note: note ?? null });
  }

  @Mutation(
    () => AdministeredBalResult,
    described('Remet en service une BAL suspendue.', 'Puts a suspended BAL back into service.'),
  )
  balReactivate(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('balId', () => ID, BAL_ID) balId: string,
    @Arg('version', () => Int, VERSION) version: number,
    @Arg('note', () => String, NOTE) note: string | null,
  ): Promise<AdministeredBalType | Refus> {
    return changed(context, structureId, {
      balId,
      version,
      act: 'reactivate',
      motive: null,
      note: note ?? null,
    });
  }

  @Mutation(
    () => AdministeredBalResult,
    described(
      'Supprime une BAL : ses droits s’éteignent, son contenu est détruit sans retour, son adresse n’est donnée à personne d’autre avant un délai.',
      'Deletes a BAL: its rights end, its content is destroyed for good, its address is given to nobody else for a while.',
    ),
  )
  balDelete(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('balId', () => ID, BAL_ID) balId: string,
    @Arg('version', () => Int, VERSION) version: number,
    @Arg('motive', () => BalDeletionMotiveName, described('Motif.', 'Reason.')) motive: DeletionMotive,
    @Arg('note', () => String, NOTE) note: string | null,
  ): Promise<AdministeredBalType | Refus> {
    return changed(context, structureId, { balId, version, act: 'delete', motive, note: note ?? null });
  }
}

type Request = Parameters<ReturnType<typeof signedIn>['balLife']['changeState']>[1];

async function changed(
  context: ApiContext,
  structureId: string,
  request: Request,
): Promise<AdministeredBalType | Refus> {
  return answer(await signedIn(context).balLife.changeState(structureId, request));
}
