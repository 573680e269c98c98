import type { UserFields } from './ports.js';

const LONGEST = {
  userName: 256,
  externalId: 256,
  displayName: 256,
  familyName: 100,
  givenName: 100,
} as const;

/** The field of a user that is missing or too long; null when they can all be kept. */
export function wrongUserField(fields: UserFields): string | null {
  if (fields.userName.trim() === '') return 'userName';
  if (fields.familyName.trim() === '') return 'name.familyName';
  const long = (Object.keys(LONGEST) as (keyof typeof LONGEST)[]).find((name) => isLong(fields[name], name));
  return long ? (PATHS[long] ?? long) : null;
}

function isLong(value: string | null, name: keyof typeof LONGEST): boolean {
  return value !== null && (value.length > LONGEST[name] || value.includes('\0'));
}

const PATHS: Partial<Record<keyof typeof LONGEST, string>> = {
  familyName: 'name.familyName',
  givenName: 'name.givenName',
};

/** As user names are compared: RFC 7643 §4.1.1, whatever their capitals. */
export function foldUserName(userName: string): string {
  return userName.normalize('NFKC').toLowerCase();
}

export function sameUser(one: UserFields, other: UserFields): boolean {
  return (Object.keys(LONGEST) as (keyof UserFields)[])
    .concat('isActive')
    .every((name) => one[name] === other[name]);
}
