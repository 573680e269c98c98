import { GraphQLScalarType, Kind } from 'graphql';
import { described } from './described.js';

export const DateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  ...described('Instant en UTC, au format ISO 8601.', 'Instant in UTC, as ISO 8601.'),
  serialize: (value) => instantOf(value).toISOString(),
  parseValue: writtenInstant,
  parseLiteral: (node) => writtenInstant(node.kind === Kind.STRING ? node.value : null),
});

/** GraphQL's Int stops at 2 GiB; sizes and quotas do not. */
export const ByteCount = new GraphQLScalarType<number, number>({
  name: 'ByteCount',
  ...described('Taille en octets (entier jusqu’à 2^53 − 1).', 'Size in bytes (integer up to 2^53 − 1).'),
  serialize: bytesOf,
  parseValue: bytesOf,
  parseLiteral: (node) => bytesOf(node.kind === Kind.INT ? Number(node.value) : null),
});

function instantOf(value: unknown): Date {
  const instant = value instanceof Date ? value : new Date(typeof value === 'string' ? value : Number.NaN);
  if (Number.isNaN(instant.getTime())) throw new TypeError('DateTime: not an ISO 8601 instant');
  return instant;
}

/** Of the years that RFC 3339 §5.6 can write, 1 to 9999: PostgreSQL keeps no other as it was meant. */
function writtenInstant(value: unknown): Date {
  const instant = instantOf(value);
  const year = instant.getUTCFullYear();
  if (year < 1 || year > 9999) throw new TypeError('DateTime: not a year between 1 and 9999');
  return instant;
}

function bytesOf(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw new TypeError('ByteCount: not a whole number of bytes');
  }
  return value;
}
