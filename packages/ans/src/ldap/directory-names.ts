/** What one BAL bears in the LDAP directory, by our names. */
export interface DirectoryNames {
  /** Référentiel §9.1: searches begin there. */
  readonly base: string;
  readonly kind: string;
  readonly address: string;
  readonly holderType: string;
  readonly holderNumber: string;
  readonly title: string;
  readonly familyName: string;
  readonly givenName: string;
  readonly profession: string;
  readonly speciality: string;
  readonly structureType: string;
  readonly structureNumber: string;
  readonly structureName: string;
  readonly signName: string;
  readonly service: string;
  readonly description: string;
  readonly postalCode: string;
  readonly town: string;
  readonly department: string;
}

/**
 * Neither a schema nor a sample of TM2.1.1A is public: attributes bear the names that table 32 gives the same data in the extraction. When the
 * ANS gives its own at onboarding, this table is the change.
 */
export const DIRECTORY_NAMES: DirectoryNames = {
  base: 'OU=bal,O=mssante,C=fr',
  kind: 'typeBal',
  address: 'adresseBal',
  holderType: 'typeIdentifiantPP',
  holderNumber: 'identifiantPP',
  title: 'civiliteExercice',
  familyName: 'nomExercice',
  givenName: 'prenomExercice',
  profession: 'profession',
  speciality: 'specialite',
  structureType: 'typeIdentifiantPM',
  structureNumber: 'identifiantPM',
  structureName: 'raisonSociale',
  signName: 'enseigneCommerciale',
  service: 'serviceRattachement',
  description: 'description',
  postalCode: 'codePostal',
  town: 'commune',
  department: 'departement',
};
