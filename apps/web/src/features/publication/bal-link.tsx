import Link from 'next/link';

interface Props {
  readonly structureId: string;
  readonly balId: string;
  readonly address: string;
}

/** The address of a BAL, which leads to what the Annuaire publishes of it. A narrow column breaks it before its domain. */
export function BalLink({ structureId, balId, address }: Props) {
  const at = address.lastIndexOf('@');
  return (
    <Link href={`/g/${structureId}/publication/${balId}`} prefetch={false}>
      {address.slice(0, at)}
      <wbr />
      {address.slice(at)}
    </Link>
  );
}
