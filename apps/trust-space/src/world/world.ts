import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { messageNamesSchema } from '../annuaire/message-names.js';

const port = z.number().int().min(1).max(65_535);

const worldSchema = z.object({
  operator: z.object({
    name: z.string().min(1),
    hostname: z.string().min(1),
    fronts: z.object({ psc: z.string().min(1), authcli: z.string().min(1) }),
    portal: z.string().min(1),
    domains: z.array(z.string().min(1)).min(1),
    ports: z.object({
      mx: port,
      submissionPsc: port,
      submissionAuthcli: port,
      imapPsc: port,
      imapAuthcli: port,
    }),
  }),
  peer: z.object({ domain: z.string().min(1), hostname: z.string().min(1) }),
  /** Structures with a FINESS number; the first that has applicative BALs holds the `authcli` certificate. */
  structures: z
    .array(
      z.object({
        name: z.string().min(1),
        finess: z.string().regex(/^\w{9}$/),
        applicative: z.boolean(),
        city: z.string().optional(),
        postalCode: z.string().optional(),
      }),
    )
    .min(2),
  people: z.array(
    z.object({
      rpps: z.string().regex(/^\d{11}$/),
      givenName: z.string().min(1),
      familyName: z.string().min(1),
      professionCode: z.string().regex(/^\d{2}$/),
    }),
  ),
  /** The structure whose managers have accounts of its own. */
  hospital: z.object({
    name: z.string().min(1),
    clientId: z.string().min(1),
    clientSecretFile: z.string().min(1),
    redirectUri: z.url(),
    postLogoutUri: z.url(),
    backchannelLogoutUri: z.url(),
    accounts: z
      .array(
        z.object({
          subject: z.string().min(1),
          email: z.email(),
          emailVerified: z.boolean(),
          givenName: z.string().min(1),
          familyName: z.string().min(1),
          /** What the person is, in a few words. */
          note: z.string().min(1),
        }),
      )
      .min(1),
  }),
  /** How the messages of the Annuaire are written. */
  annuaireNames: messageNamesSchema,
  webRedirectUri: z.url(),
  webPostLogoutUri: z.url(),
  webBackchannelLogoutUri: z.url().optional(),
  pscClientId: z.string().min(1),
  pscClientSecretFile: z.string().min(1),
});

/** What the trust space knows of the outside: the operator under trial, its peer, and the people who may sign in. */
export type World = z.infer<typeof worldSchema>;
export type Person = World['people'][number];
export type Structure = World['structures'][number];
export type HospitalWorld = World['hospital'];
export type HospitalAccount = HospitalWorld['accounts'][number];

/** @throws Error naming the file and the first thing wrong in it, in French and English. */
export function readWorld(file: string): World {
  const parsed = worldSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue?.path.join('.') ?? '';
  throw new Error(
    `Le fichier du monde ${file} n’est pas valide (${where}). / The world file ${file} is not valid (${where}: ${issue?.message}).`,
  );
}
