import { z } from 'zod';

/** Ways in which the LDAP interface can be told to fail. */
export const ldapMoodSchema = z.enum([
  'busy',
  'unavailable',
  'unwilling',
  'timeLimit',
  'silent',
  'slow',
  'hangUp',
  'html',
  'lyingLength',
  'hostile',
]);
export type LdapMood = z.infer<typeof ldapMoodSchema>;

/** Result codes of RFC 4511 §4.1.9 that a mood answers with, after no entry. */
export const CODE_OF_MOOD: Partial<Record<LdapMood, number>> = { busy: 51, unavailable: 52, unwilling: 53 };
