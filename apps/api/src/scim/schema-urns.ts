export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const ENTERPRISE_USER = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
/** Who somebody is for MSSanté. Some directories admit extensions under this prefix alone. */
export const MSSANTE_USER = 'urn:ietf:params:scim:schemas:extension:mssante:2.0:User';
/** Which role of the structure a group is. */
export const MSSANTE_GROUP = 'urn:ietf:params:scim:schemas:extension:mssante:2.0:Group';
export const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
export const LIST_RESPONSE = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

/** Every schema whose name may stand before an attribute, longest first. */
const PREFIXES = [ENTERPRISE_USER, MSSANTE_USER, MSSANTE_GROUP, GROUP, USER];

export interface QualifiedName {
  /** Null when the name is of the resource's own schema. */
  readonly extension: string | null;
  /** Empty when the extension itself is named. */
  readonly name: string;
}

/** An attribute's name, without the schema it may begin with (RFC 7644 §3.10). Null for a schema that nobody here knows. */
export function qualifiedName(text: string): QualifiedName | null {
  if (!text.toLowerCase().startsWith('urn:')) return { extension: null, name: text };
  const urn = PREFIXES.find((each) => text.toLowerCase().startsWith(each.toLowerCase()));
  if (urn === undefined) return null;
  const rest = text.slice(urn.length);
  if (rest !== '' && !rest.startsWith(':')) return null;
  return { extension: urn === USER || urn === GROUP ? null : urn, name: rest.slice(1) };
}
