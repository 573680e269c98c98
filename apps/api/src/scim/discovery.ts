import { ENTERPRISE_USER, GROUP, MSSANTE_GROUP, MSSANTE_USER, USER } from './schema-urns.js';
import type { Resource } from './show-resource.js';

/** At most so many in a list, and so many when nothing is asked. */
export const LARGEST_LIST = 200;

const SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Schema';
const RESOURCE_TYPE = 'urn:ietf:params:scim:schemas:core:2.0:ResourceType';
const SERVICE_PROVIDER = 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig';

/** RFC 7643 §5: what is offered here. */
export function serviceProvider(base: string): Resource {
  return {
    schemas: [SERVICE_PROVIDER],
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: true, maxResults: LARGEST_LIST },
    changePassword: { supported: false },
    sort: { supported: false },
    etag: { supported: true },
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'Clé d’API',
        description:
          'Clé d’une application partenaire, avec la portée scim:write. / Partner key with the scope scim:write.',
        specUri: 'https://www.rfc-editor.org/info/rfc6750',
        primary: true,
      },
    ],
    meta: { resourceType: 'ServiceProviderConfig', location: `${base}/ServiceProviderConfig` },
  };
}

/** RFC 7643 §6. */
export function resourceTypes(base: string): readonly (Resource & { readonly id: string })[] {
  const typeOf = (
    id: string,
    endpoint: string,
    description: string,
    schema: string,
    extensions: object[],
  ) => ({
    schemas: [RESOURCE_TYPE],
    ...{ id, name: id, endpoint, description, schema, schemaExtensions: extensions },
    meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/${id}` },
  });
  return [
    typeOf('User', '/Users', 'Personne de la structure. / Person of the structure.', USER, [
      { schema: MSSANTE_USER, required: false },
      { schema: ENTERPRISE_USER, required: false },
    ]),
    typeOf('Group', '/Groups', 'Rôle d’administration. / Role of the administration.', GROUP, [
      { schema: MSSANTE_GROUP, required: false },
    ]),
  ];
}

/** RFC 7643 §7: the attributes that are kept; the others of these schemas are taken without a word. */
export function schemas(base: string): readonly (Resource & { readonly id: string })[] {
  const schemaOf = (id: string, name: string, description: string, attributes: readonly object[]) => ({
    schemas: [SCHEMA],
    ...{ id, name, description, attributes },
    meta: { resourceType: 'Schema', location: `${base}/Schemas/${id}` },
  });
  return [
    schemaOf(USER, 'User', 'Personne de la structure. / Person of the structure.', USER_ATTRIBUTES),
    schemaOf(GROUP, 'Group', 'Rôle d’administration. / Role of the administration.', GROUP_ATTRIBUTES),
    schemaOf(MSSANTE_USER, 'MSSanté User', 'Identité nationale. / National identity.', IDENTITY_ATTRIBUTES),
    schemaOf(MSSANTE_GROUP, 'MSSanté Group', 'Rôle que donne le groupe. / Role that the group gives.', [
      attribute('role', 'Rôle : manager ou auditor. / Role: manager or auditor.', {
        mutability: 'immutable',
        caseExact: true,
        canonicalValues: ['manager', 'auditor'],
      }),
    ]),
  ];
}

function attribute(name: string, description: string, change: object = {}) {
  return {
    ...{ name, type: 'string', multiValued: false, description, required: false, caseExact: false },
    ...{ mutability: 'readWrite', returned: 'default', uniqueness: 'none' },
    ...change,
  };
}

const EXTERNAL_ID = attribute(
  'externalId',
  'Identifiant dans l’annuaire de la structure. / Identifier in the directory of the structure.',
  { caseExact: true },
);

const USER_ATTRIBUTES = [
  attribute('userName', 'Identifiant de connexion dans l’annuaire. / Name in the directory.', {
    required: true,
    uniqueness: 'server',
  }),
  EXTERNAL_ID,
  attribute('name', 'Nom. / Name.', {
    type: 'complex',
    required: true,
    subAttributes: [
      attribute('familyName', 'Nom d’exercice. / Family name.', { required: true }),
      attribute('givenName', 'Prénom. / Given name.'),
      attribute('formatted', 'Prénom et nom. / Both.', { mutability: 'readOnly' }),
    ],
  }),
  attribute('displayName', 'Nom affiché. / Name shown.'),
  attribute('active', 'Faux : la personne a quitté la structure. / False: the person has left.', {
    type: 'boolean',
  }),
  attribute('groups', 'Groupes. / Groups.', {
    ...{ type: 'complex', multiValued: true, mutability: 'readOnly' },
    subAttributes: ['value', '$ref', 'display', 'type'].map((name) =>
      attribute(name, 'Du groupe. / Of the group.', {
        mutability: 'readOnly',
        ...(name === '$ref' && { type: 'reference', referenceTypes: ['Group'] }),
      }),
    ),
  }),
];

const GROUP_ATTRIBUTES = [
  attribute('displayName', 'Nom du groupe. / Name of the group.', { required: true, uniqueness: 'server' }),
  EXTERNAL_ID,
  attribute('members', 'Personnes du groupe. / People of the group.', {
    ...{ type: 'complex', multiValued: true },
    subAttributes: [
      attribute('value', 'Identifiant de la personne. / Identifier of the person.', {
        ...{ mutability: 'immutable', required: true },
      }),
      attribute('$ref', 'Adresse de la personne. / Address of the person.', {
        ...{ type: 'reference', referenceTypes: ['User'], mutability: 'immutable' },
      }),
      attribute('display', 'Nom affiché. / Name shown.', { mutability: 'readOnly' }),
      attribute('type', 'User', { mutability: 'immutable', canonicalValues: ['User'] }),
    ],
  }),
];

const IDENTITY_ATTRIBUTES = [
  attribute(
    'idNat',
    'Identifiant national, comme Pro Santé Connect le donne. / National identifier, as Pro Santé Connect gives it.',
    { caseExact: true, mutability: 'immutable', uniqueness: 'server' },
  ),
  attribute('rpps', 'Numéro RPPS (11 chiffres). / RPPS number (11 digits).', {
    ...{ caseExact: true, mutability: 'immutable', uniqueness: 'server' },
  }),
];
