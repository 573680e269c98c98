export * from './autoconfig.js';
export * from './check-domain.js';
export * from './dns-advice.js';
export * from './expected-records.js';
export * from './ports.js';
export * from './public-doors.js';
