import { StructureComplianceDocument } from '../../gql/documents.ts';
import { askForPerson } from '../../session/session.ts';
import { Failure } from '../../ui/failure.tsx';
import { ComplianceList } from './compliance-list.tsx';

const PAGE_SIZE = 10;

/** The compliance events the server knows, then the live list over them. */
export async function ComplianceCard({ structureId }: { readonly structureId: string }) {
  const answer = await askForPerson(StructureComplianceDocument, { structureId, first: PAGE_SIZE });
  if (!answer.ok) return <Failure reference={answer.reference} />;
  if (answer.data.structure.__typename === 'Refus') return <Failure reference={null} />;
  const listed = answer.data.structure.complianceEvents.edges.map(({ node }) => node);
  return <ComplianceList structureId={structureId} listed={listed} />;
}
