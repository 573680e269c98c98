/** What was measured, as it is printed. */
export interface Figure {
  readonly what: string;
  readonly figure: string;
  readonly remark: string;
}
