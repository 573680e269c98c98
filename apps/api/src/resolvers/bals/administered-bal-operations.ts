import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import {
  type AddressSuggestionsType,
  type AdministeredBalType,
  BalCreateInput,
  BalUpdateInput,
  type StructurePlacesType,
} from '../../types/administered-bal.js';
import { described } from '../../types/described.js';
import { BalKindName } from '../../types/enums.js';
import type { Refus } from '../../types/refus.js';
import {
  AddressSuggestionsResult,
  AdministeredBalResult,
  StructurePlacesResult,
} from '../../types/results.js';
import { answer } from '../answer.js';

const STRUCTURE_ID = described('Identifiant de la structure.', 'Identifier of the structure.');
const BAL_ID = described('Identifiant de la BAL.', 'Identifier of the BAL.');
const FINESS = described('FINESS géographique du site.', 'Geographic FINESS number of the place.');

/** The BAL of a structure, opened, shown and changed by its managers and by keys with `bal:write`. */
@Resolver()
export class AdministeredBalOperations {
  @Query(
    () => AdministeredBalResult,
    described('Une BAL telle que sa structure l’administre.', 'A BAL as its structure administers it.'),
  )
  async administeredBal(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('balId', () => ID, BAL_ID) balId: string,
  ): Promise<AdministeredBalType | Refus> {
    return answer(await signedIn(context).balLife.see(structureId, balId));
  }

  @Query(
    () => AddressSuggestionsResult,
    described(
      'Adresses qu’une BAL pourrait porter, avec ce qui s’oppose à chacune.',
      'Addresses that a BAL could bear, with what stands against each.',
    ),
  )
  async balAddressSuggest(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('kind', () => BalKindName, described('Type de BAL.', 'Kind of BAL.')) kind: BalKindName,
    @Arg('domain', () => String, described('Domaine de la structure.', 'Domain of the structure.'))
    domain: string,
    @Arg(
      'responsibleIdNat',
      () => String,
      described('Identifiant national de qui en répondra.', 'National identifier of who will answer for it.'),
    )
    responsibleIdNat: string,
    @Arg('purpose', () => String, {
      nullable: true,
      ...described(
        'À quoi elle sert, en quelques mots ; inutile pour une BAL personnelle.',
        'What it is for, in a few words; needless for a personal BAL.',
      ),
    })
    purpose: string | null,
    @Arg('isTest', () => Boolean, {
      nullable: true,
      ...described('Vrai pour une BAL de test.', 'True for a test BAL.'),
    })
    isTest: boolean | null,
  ): Promise<AddressSuggestionsType | Refus> {
    const request = { kind, domain, purpose: purpose ?? '', isTest: isTest ?? false };
    return answer(await signedIn(context).balLife.suggest(structureId, request, responsibleIdNat));
  }

  @Mutation(
    () => AdministeredBalResult,
    described(
      'Ouvre une BAL, avec la personne qui en répond.',
      'Opens a BAL, with the person who answers for it.',
    ),
  )
  async balCreate(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('bal', () => BalCreateInput, described('La BAL.', 'The BAL.')) bal: BalCreateInput,
  ): Promise<AdministeredBalType | Refus> {
    const request = {
      ...{ address: bal.address, kind: bal.kind, quotaBytes: bal.quotaBytes, finess: bal.finess ?? null },
      ...{ description: bal.description ?? '', responsibleReads: bal.responsibleReads ?? false },
      ...{ isTest: bal.isTest ?? false, isShared: bal.isShared ?? false, isPending: bal.isPending ?? false },
    };
    return answer(await signedIn(context).balLife.open(structureId, request, bal.responsibleIdNat));
  }

  @Mutation(
    () => AdministeredBalResult,
    described(
      'Change une BAL. Qui en répond change sa description ; le reste est au gestionnaire. Son responsable se change par accessHandOver.',
      'Changes a BAL. Who answers for it changes its description; the rest is its manager’s. Who answers for it is changed by accessHandOver.',
    ),
  )
  async balUpdate(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('balId', () => ID, BAL_ID) balId: string,
    @Arg('version', () => Int, described('Version lue.', 'The version that was read.')) version: number,
    @Arg('change', () => BalUpdateInput, described('Ce qui change.', 'What changes.')) change: BalUpdateInput,
  ): Promise<AdministeredBalType | Refus> {
    const { description, quotaBytes, finess, isShared } = change;
    const request = {
      ...{ balId, version },
      ...(description != null && { description }),
      ...(quotaBytes != null && { quotaBytes }),
      ...(finess !== undefined && { finess }),
      ...(isShared != null && { isShared }),
    };
    return answer(await signedIn(context).balLife.change(structureId, request));
  }

  @Mutation(
    () => StructurePlacesResult,
    described(
      'Déclare un site d’une structure, ou le renomme.',
      'Declares a place of a structure, or renames it.',
    ),
  )
  async structurePlaceDeclare(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('finess', () => String, FINESS) finess: string,
    @Arg('name', () => String, described('Nom du site.', 'Name of the place.')) name: string,
  ): Promise<StructurePlacesType | Refus> {
    return answer(await signedIn(context).balLife.declarePlace(structureId, finess, name));
  }

  @Mutation(
    () => StructurePlacesResult,
    described(
      'Retire un site auquel aucune BAL n’est rattachée.',
      'Takes back a place to which no BAL is attached.',
    ),
  )
  async structurePlaceWithdraw(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('finess', () => String, FINESS) finess: string,
  ): Promise<StructurePlacesType | Refus> {
    return answer(await signedIn(context).balLife.withdrawPlace(structureId, finess));
  }
}
