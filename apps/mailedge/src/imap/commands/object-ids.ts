/**
 * RFC 8474: names that last as long as what they name. A folder keeps its own through renaming; a message has the same wherever its
 * octets lie in the BAL.
 */

export function mailboxId(folderId: string): string {
  return `F${folderId}`;
}

export function emailId(messageId: string): string {
  return `M${messageId}`;
}

/** The message of that name; null when no message can have it. */
export function messageOfEmailId(id: string): string | null {
  return /^M([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(id)?.[1] ?? null;
}
