import type { ResourceType } from './fhir-resources.js';

/** Resources that no sound directory holds, and a spoilt one might: each is wrong in one way. */
export function hostileResources(resourceType: ResourceType): readonly object[] {
  const named = (value: unknown, family: unknown) => ({
    ...{
      resourceType,
      id: 'x',
      active: true,
      identifier: [{ system: 'https://rpps.esante.gouv.fr', value: '1' }],
    },
    name: resourceType === 'Organization' ? family : [{ family, given: ['Jeanne'] }],
    telecom: [
      {
        ...{ system: 'email', value },
        extension: [
          {
            url: 'https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-contact-point-email-type',
            valueCoding: { code: 'MSSANTE' },
          },
        ],
      },
    ],
  });
  return [
    named('enorme@hostile.mssante.fr', 'M'.repeat(200_000)),
    named('controle@hostile.mssante.fr', 'MOREAU\u0000\u001b[31m\r\nBcc: x'),
    named('retourne@hostile.mssante.fr', 'MOREAU\u202eUAEROM'),
    named('nombre@hostile.mssante.fr', 42),
    named('dehors@gmail.com', 'MOREAU'),
    named('pas-une-adresse', 'MOREAU'),
    named({ toString: 'x' }, 'MOREAU'),
    { resourceType: 'Patient', telecom: [{ system: 'email', value: 'patient@hostile.mssante.fr' }] },
    null as unknown as object,
  ];
}
