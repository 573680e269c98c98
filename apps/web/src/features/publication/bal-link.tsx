import Link from 'next/link';
import { AddressText } from '../bal/address.tsx';

interface Props {
  readonly structureId: string;
  readonly balId: string;
  readonly address: string;
}

/** The address of a BAL, which leads to what the Annuaire publishes of it. */
export function BalLink({ structureId, balId, address }: Props) {
  return (
    <Link href={`/g/${structureId}/publication/${balId}`} prefetch={false}>
      <AddressText address={address} />
    </Link>
  );
}
