export * from './job-alerts.js';
export * from './job-names.js';
export * from './job-outcome.js';
export * from './job-schedule.js';
export * from './may-see-jobs.js';
export * from './run-job-now.js';
