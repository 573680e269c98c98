/** For rows that only stores name: traces, steps of a delivery. */
export { newId as newRowId } from '@cachet/runtime/ids';
