export * from './change-group.js';
export * from './change-user.js';
export { mayProvision, type ProvisioningDesk } from './desk.js';
export * from './identity-of-user.js';
export { foldUserName } from './judge-user.js';
export * from './ports.js';
export * from './provision-user.js';
export * from './remove-user.js';
export * from './role-of-group.js';
