import { type AskedOperation, cellsOfItem } from '@cachet/mss-core';
import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import { described } from '../../types/described.js';
import {
  AccessBulkItem,
  BalBulkItem,
  BulkOptions,
  CsvImportInput,
  type OperationType,
} from '../../types/operation.js';
import type { Refus } from '../../types/refus.js';
import { OperationResult } from '../../types/results.js';
import { answer } from '../answer.js';

const STRUCTURE_ID = described('Identifiant de la structure.', 'Identifier of the structure.');
const FILE = described('Le fichier, et comment le faire.', 'The file, and how to do it.');
const OPTIONS = {
  nullable: true,
  ...described(
    'Comment les faire ; sans essai ni condition si absent.',
    'How to do them; no dry run nor condition when absent.',
  ),
} as const;

/** Many rows at once: by a file, or by a list. Each answers an operation, which is then followed. */
@Resolver()
export class BulkOperations {
  @Mutation(
    () => OperationResult,
    described(
      'Importe un fichier CSV de BAL, 10 000 lignes au plus (portée « bal:write »).',
      'Imports a CSV file of BAL, 10,000 rows at most (scope “bal:write”).',
    ),
  )
  balImport(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('file', () => CsvImportInput, FILE) file: CsvImportInput,
  ): Promise<OperationType | Refus> {
    return importFile(context, structureId, 'balOpening', file);
  }

  @Mutation(
    () => OperationResult,
    described(
      'Importe un fichier CSV d’accès, 10 000 lignes au plus (portée « access:write »).',
      'Imports a CSV file of accesses, 10,000 rows at most (scope “access:write”).',
    ),
  )
  accessImport(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('file', () => CsvImportInput, FILE) file: CsvImportInput,
  ): Promise<OperationType | Refus> {
    return importFile(context, structureId, 'accessOpening', file);
  }

  @Mutation(
    () => OperationResult,
    described(
      'Ouvre jusqu’à 1 000 BAL (portée « bal:write »).',
      'Opens up to 1,000 BAL (scope “bal:write”).',
    ),
  )
  async balBulkCreate(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('items', () => [BalBulkItem], described('Les BAL.', 'The BAL.')) items: BalBulkItem[],
    @Arg('options', () => BulkOptions, OPTIONS) options: BulkOptions | null,
  ): Promise<OperationType | Refus> {
    const cells = items.map((item) => cellsOfItem({ ...item }));
    return answer(
      await signedIn(context).operations.items(structureId, askedBy('balOpening', options), cells),
    );
  }

  @Mutation(
    () => OperationResult,
    described(
      'Ouvre jusqu’à 1 000 accès (portée « access:write »).',
      'Opens up to 1,000 accesses (scope “access:write”).',
    ),
  )
  async accessBulkGrant(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('items', () => [AccessBulkItem], described('Les accès.', 'The accesses.')) items: AccessBulkItem[],
    @Arg('options', () => BulkOptions, OPTIONS) options: BulkOptions | null,
  ): Promise<OperationType | Refus> {
    const cells = items.map((item) => cellsOfItem({ ...item }));
    return answer(
      await signedIn(context).operations.items(structureId, askedBy('accessOpening', options), cells),
    );
  }
}

async function importFile(
  context: ApiContext,
  structureId: string,
  kind: AskedOperation['kind'],
  file: CsvImportInput,
): Promise<OperationType | Refus> {
  const asked = { ...askedBy(kind, file), fileName: file.fileName ?? null };
  return answer(await signedIn(context).operations.import(structureId, asked, Buffer.from(file.csv)));
}

function askedBy(kind: AskedOperation['kind'], options: BulkOptions | null): AskedOperation {
  const { dryRun = false, onlyIfAllValid = false } = options ?? {};
  return { kind, isRehearsal: dryRun, onlyIfAllValid, fileName: null };
}
