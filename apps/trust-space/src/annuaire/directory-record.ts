import type { World } from '../world/world.js';
import type { DeclaredBal } from './feed-envelope.js';

/** What the Annuaire shows of one published mailbox: as it was declared, completed by what it knows of the person and of the structure. */
export interface DirectoryRecord {
  readonly address: string;
  readonly type: string;
  /** Of the person, with its type (8: RPPS, 0: ADELI, 10: internal); null for a structure’s. */
  readonly person: { readonly idType: string; readonly id: string } | null;
  readonly familyName: string;
  readonly givenName: string;
  readonly professionCode: string;
  readonly structure: { readonly idType: string; readonly id: string; readonly name: string } | null;
  readonly city: string;
  readonly postalCode: string;
  readonly service: string;
  readonly responsible: string;
  readonly description: string;
  /** Lower first: the one that its bearer prefers is 1; null when nobody said. */
  readonly rank: number | null;
  readonly coholders: DeclaredBal['coholders'];
}

/** What the Annuaire knows beside declarations; an attribute of the same name in a declaration goes first. */
export function directoryRecord(
  { address, type, attributes, coholders }: DeclaredBal,
  { people, structures }: Pick<World, 'people' | 'structures'>,
): DirectoryRecord {
  const {
    IdentifiantPP: pp,
    TypeIdentifiantPP: ppType,
    IdentifiantPM: pm,
    TypeIdentifiantPM: pmType,
  } = attributes;
  const leader = coholders.find(({ EstResponsable }) => EstResponsable === 'O');
  const known = people.find(({ rpps }) => rpps === (pp ?? leader?.IdentifiantPP));
  const place = structures.find(({ finess }) => finess === pm);
  const said = (name: string, otherwise = '') => attributes[name] ?? otherwise;
  return {
    ...{ address, type, coholders },
    person: pp ? { idType: ppType ?? '', id: pp } : leaderOf(leader),
    familyName: said('NomExercice', leader?.NomExercice ?? known?.familyName),
    givenName: said('PrenomExercice', leader?.PrenomExercice ?? known?.givenName),
    professionCode: said('Profession', known?.professionCode),
    structure: pm ? { idType: pmType ?? '', id: pm, name: said('RaisonSociale', place?.name) } : null,
    city: said('Commune', place?.city),
    postalCode: said('CodePostal', place?.postalCode),
    service: said('ServiceRattachement'),
    responsible: said('Responsable'),
    description: said('Description'),
    rank: attributes.Rang ? Number(attributes.Rang) : null,
  };
}

function leaderOf(leader: Readonly<Record<string, string>> | undefined): DirectoryRecord['person'] {
  return leader?.IdentifiantPP ? { idType: leader.TypeIdentifiantPP ?? '', id: leader.IdentifiantPP } : null;
}
