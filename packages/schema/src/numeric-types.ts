import { TypeOverrides, types } from 'pg';

/** Our `bigint` columns (octets, uids, counts) are JavaScript numbers. */
export const numericTypes = new TypeOverrides();

numericTypes.setTypeParser(types.builtins.INT8, (text: string) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('a bigint beyond 2^53 cannot be read as a number');
  return value;
});
