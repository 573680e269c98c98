import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import { type ApiKeyCreatedType, ApiKeyCreateInput, type ApiKeyType } from '../../types/api-key.js';
import { described } from '../../types/described.js';
import type { Refus } from '../../types/refus.js';
import { ApiKeyCreateResult, ApiKeyResult } from '../../types/results.js';
import { answer } from '../answer.js';

const STRUCTURE_ID = described('Identifiant de la structure.', 'Identifier of the structure.');

/** What managers, or a key with “key:write”, decide of the keys of a structure. */
@Resolver()
export class KeyOperations {
  @Mutation(
    () => ApiKeyCreateResult,
    described(
      'Donne une clé à une application partenaire ; le secret n’est montré que dans cette réponse.',
      'Gives a key to a partner application; the secret is shown in this answer alone.',
    ),
  )
  async apiKeyCreate(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('input', () => ApiKeyCreateInput, described('La clé voulue.', 'The wanted key.'))
    { name, scopes, expiresAt, networks }: ApiKeyCreateInput,
  ): Promise<ApiKeyCreatedType | Refus> {
    const asked = { name, scopes, expiresAt, networks: networks ?? [] };
    return answer(await signedIn(context).keys.create(structureId, asked));
  }

  @Mutation(
    () => ApiKeyResult,
    described(
      'Révoque une clé et celles qu’elle a créées ; ce qu’elles ont ouvert s’arrête.',
      'Revokes a key and those it made; what they opened ends.',
    ),
  )
  async apiKeyRevoke(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('apiKeyId', () => ID, described('Identifiant de la clé.', 'Identifier of the key.'))
    apiKeyId: string,
  ): Promise<ApiKeyType | Refus> {
    return answer(await signedIn(context).keys.revoke(structureId, apiKeyId));
  }
}
