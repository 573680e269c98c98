export * from './judge-step.js';
export * from './keep-in-step.js';
export type { FollowedPerson, KeptStanding, StepPorts, StepRoom } from './ports.js';
